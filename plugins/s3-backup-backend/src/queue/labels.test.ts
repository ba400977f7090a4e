import { labelsKey, servableKeys } from './labels';

it('keeps labels in one order, each once', () => {
  expect(labelsKey(['eu', 'db', 'eu'])).toBe('db,eu');
  expect(labelsKey([])).toBe('');
});

it('serves each set of its labels and what asks for none', () => {
  expect(servableKeys([])).toEqual(['']);
  expect(servableKeys(['eu', 'db'])).toEqual(['db,eu', 'db', 'eu', '']);
});
