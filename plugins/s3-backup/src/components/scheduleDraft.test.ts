import { draftOf, readTime, scheduleOf } from './scheduleDraft';

describe('readTime', () => {
  it.each([
    ['2', '02:00'],
    ['02:00', '02:00'],
    ['2:30', '02:30'],
    ['0230', '02:30'],
    ['23.59', '23:59'],
    [' 7 ', '07:00'],
    ['24', undefined],
    ['2:60', undefined],
    ['noon', undefined],
    ['', undefined],
  ])('%s reads %s', (typed, time) => {
    expect(readTime(typed)).toBe(time);
  });
});

describe('scheduleOf', () => {
  const draft = draftOf(undefined);
  it('keeps a stored schedule as it is', () => {
    for (const schedule of [
      { every: 'never' as const },
      { every: 'day' as const, at: '02:00', timeZone: 'Europe/Berlin' },
      { every: 'hours' as const, hours: 6 as const, minute: 15 },
      { every: 'week' as const, days: ['mon' as const], at: '03:00' },
      { every: 'month' as const, day: 31, at: '03:00' },
      { every: 'cron' as const, cron: '0 2 * * 1,4' },
    ]) {
      expect(scheduleOf(draftOf(schedule))).toEqual(schedule);
    }
  });

  it('says nothing while the draft is unfinished', () => {
    expect(scheduleOf({ ...draft, at: 'x' })).toBeUndefined();
    expect(scheduleOf({ ...draft, every: 'week', days: [] })).toBeUndefined();
    expect(
      scheduleOf({ ...draft, every: 'cron', cron: '0 2 * * * *' }),
    ).toBeUndefined();
    expect(scheduleOf({ ...draft, timeZone: 'Mars/Olympus' })).toBeUndefined();
  });
});
