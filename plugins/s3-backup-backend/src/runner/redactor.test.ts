import { Redactor } from './redactor';

const SECRET = 'p@ss/word+with "quotes" & ümlaut';

describe('Redactor', () => {
  const redactor = Redactor.create([SECRET, 'first line\nsecond line']);
  it.each([
    ['raw', SECRET],
    ['base64', Buffer.from(SECRET).toString('base64')],
    ['base64url', Buffer.from(SECRET).toString('base64url')],
    ['URL-encoded', encodeURIComponent(SECRET)],
    ['JSON', JSON.stringify(SECRET)],
    ['one line of several', 'second line'],
  ])('takes it out: %s', (_, form) => {
    const clean = redactor.text(`before ${form} after`);
    expect(clean).toMatch(/^before "?\*{3}"? after$/);
  });
  it('looks into values and keys', () => {
    const value = { [SECRET]: [{ deep: `x${SECRET}x` }], n: 1, none: null };
    expect(redactor.value(value)).toEqual({
      '***': [{ deep: 'x***x' }],
      n: 1,
      none: null,
    });
  });
  it('leaves the rest alone', () => {
    expect(redactor.text('an ordinary line')).toBe('an ordinary line');
    expect(Redactor.create(['', 'abc']).text('abc')).toBe('abc');
  });
});
