import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstSlot } from './config.mjs';

const at = text => firstSlot(Date.parse(text), 'UTC');

test('the first slot is a whole minute, 30 to 90 s away', () => {
  assert.equal(at('2026-11-21T12:00:00Z'), '12:01');
  assert.equal(at('2026-11-21T12:00:30Z'), '12:01');
  assert.equal(at('2026-11-21T12:00:31Z'), '12:02');
});

test('it is wall-clock time of the zone, also across midnight', () => {
  assert.equal(at('2026-11-21T23:59:30Z'), '00:00');
  const now = Date.parse('2026-07-21T12:00:00Z');
  assert.equal(firstSlot(now, 'Europe/Berlin'), '14:01');
  assert.equal(firstSlot(now, 'Asia/Kathmandu'), '17:46');
});
