import { serverClock } from './serverClock';

it('follows the date of answers, and forgets small differences', () => {
  const now = Date.now();
  serverClock.observe(new Date(now + 3_600_000).toUTCString(), now);
  expect(serverClock.now() - Date.now()).toBeGreaterThan(3_590_000);
  serverClock.observe(null);
  expect(serverClock.now() - Date.now()).toBeGreaterThan(3_590_000);
  serverClock.observe(new Date(now).toUTCString(), now);
  expect(Math.abs(serverClock.now() - Date.now())).toBeLessThan(50);
});
