import { periodsIn } from './periods';

const at = (text: string) => Date.parse(text);

describe('periodsIn', () => {
  it.each([
    ['2026-11-20T23:30:00Z', 'Europe/Berlin', '2026-11-21', '2026-W47'],
    ['2026-11-22T23:30:00Z', 'UTC', '2026-11-22', '2026-W47'],
    ['2026-11-22T23:30:00Z', 'Europe/Berlin', '2026-11-23', '2026-W48'],
    ['2027-01-03T12:00:00Z', 'UTC', '2027-01-03', '2026-W53'],
    ['2027-01-04T12:00:00Z', 'UTC', '2027-01-04', '2027-W01'],
    ['2024-12-30T12:00:00Z', 'UTC', '2024-12-30', '2025-W01'],
    ['2024-02-29T11:00:00Z', 'Pacific/Chatham', '2024-03-01', '2024-W09'],
  ])('%s in %s is %s of %s', (instant, zone, daily, weekly) => {
    expect(periodsIn(zone)(at(instant))).toMatchObject({
      daily,
      weekly,
      monthly: daily.slice(0, 7),
      yearly: daily.slice(0, 4),
    });
  });

  it('the hour that a clock shows twice is two hours', () => {
    const names = periodsIn('Europe/Berlin');
    expect(names(at('2026-10-25T00:30:00Z')).hourly).toBe(
      '2026-10-25T02+02:00',
    );
    expect(names(at('2026-10-25T01:30:00Z')).hourly).toBe(
      '2026-10-25T02+01:00',
    );
  });

  it('knows zones of less than an hour, and midnight', () => {
    expect(periodsIn('Pacific/Chatham')(at('2026-06-01T11:15:00Z'))).toEqual({
      hourly: '2026-06-02T00+12:45',
      daily: '2026-06-02',
      weekly: '2026-W23',
      monthly: '2026-06',
      yearly: '2026',
    });
    expect(
      periodsIn('America/St_Johns')(at('2026-01-01T03:29:59Z')).hourly,
    ).toBe('2025-12-31T23-03:30');
  });
});
