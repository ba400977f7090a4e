import {
  dayOf,
  formatClock,
  formatDate,
  formatFull,
  formatLogTime,
  formatMinute,
  isNear,
  localeOf,
  nearDay,
} from './times';

const AT = '2026-11-21T01:00:07.123Z';

it('writes an instant in a zone with its UTC time beside it', () => {
  expect(formatFull(AT, 'en-GB', 'Europe/Berlin')).toBe(
    'Sat 21 Nov 2026, 02:00:07 CET (01:00:07 UTC)',
  );
  expect(formatFull(AT, 'en-GB', 'UTC')).toBe('Sat 21 Nov 2026, 01:00:07 UTC');
});

it('writes zones with odd offsets', () => {
  expect(formatMinute(AT, 'en-GB', 'Pacific/Chatham')).toBe(
    'Sat 21 Nov 2026, 14:45 GMT+13:45',
  );
});

it('writes dates, clocks and log times', () => {
  expect(formatDate('2026-11-03T23:30:00.000Z', 'en-GB', 'Europe/Berlin')).toBe(
    '4 Nov 2026',
  );
  expect(formatClock(AT, 'en-GB', 'America/New_York')).toBe('20:00');
  expect(formatLogTime(AT, 'UTC')).toBe('01:00:07.123');
  expect(dayOf(AT, 'Europe/Berlin')).toBe('2026-11-21');
});

it('reads plain English as British', () => {
  expect(localeOf('en')).toBe('en-GB');
  expect(localeOf(undefined)).toBe('en-GB');
  expect(localeOf('fr')).toBe('fr');
});

it('knows today and tomorrow in the zone of the slot', () => {
  const now = Date.parse('2026-10-24T22:30:00Z'); // 25 Oct 00:30 in Berlin, a day of 25 hours
  const zone = 'Europe/Berlin';
  expect(nearDay('2026-10-25T01:00:00Z', now, zone)).toBe('today');
  expect(nearDay('2026-10-25T23:30:00Z', now, zone)).toBe('tomorrow');
  expect(nearDay('2026-10-27T01:00:00Z', now, zone)).toBe('later');
  expect(isNear('2026-10-25T01:00:00Z', now)).toBe(true);
  expect(isNear('2026-09-25T01:00:00Z', now)).toBe(false);
});
