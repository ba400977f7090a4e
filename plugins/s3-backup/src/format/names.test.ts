import { breakable, entityName, middle, shortId } from './names';

it('shortens ids', () => {
  expect(shortId('0193a1b2-0000-7000-8000-000000000001')).toBe('0193a1b2');
});

it('breaks names behind their separators and loses no character', () => {
  const name = 'component/very-long_name.db';
  expect(breakable(name)).toEqual([
    'component/',
    'very-',
    'long_',
    'name.',
    'db',
  ]);
  expect(breakable(name).join('')).toBe(name);
});

it('takes the middle out of long keys', () => {
  expect(middle('short')).toBe('short');
  const key = `${'a'.repeat(500)}/manifest.json`;
  expect(middle(key, 21)).toHaveLength(21);
  expect(middle(key, 21)).toMatch(/^a+….*json$/);
});

it('names an entity', () => {
  expect(entityName('component:default/orders')).toBe('orders');
});
