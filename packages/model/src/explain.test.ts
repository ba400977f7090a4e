import { ERROR_CODES } from './error';
import { explain } from './explain';
import { MESSAGES } from './messages';
import { UnderstudyError } from './understudyError';

describe('explain', () => {
  it('has words for every code and no others', () => {
    expect(Object.keys(MESSAGES).sort()).toEqual([...ERROR_CODES].sort());
  });

  it.each(ERROR_CODES)('%s never shows a brace, whatever is known', code => {
    const names = MESSAGES[code]
      .join(' ')
      .match(/\{(\w+)\}/g)
      ?.map(name => name.slice(1, -1));
    const nothing = explain(code);
    const all = explain(
      code,
      Object.fromEntries((names ?? []).map(name => [name, `<${name}>`])),
    );
    for (const text of Object.values({ ...nothing })) {
      expect(text).not.toMatch(/[{}]|undefined|null|\[object/);
      expect(text.trim()).not.toBe('');
    }
    const told = Object.values(all).join(' ');
    expect(told).not.toMatch(/[{}]/);
    for (const name of names ?? []) expect(told).toContain(`<${name}>`);
  });

  it('keeps the tone: no exclamation, no "please", no "oops"', () => {
    const words = JSON.stringify(MESSAGES);
    expect(words).not.toMatch(/!|please|oops|successfully/i);
  });

  it('joins lists, and does not fill what a detail brings in', () => {
    expect(
      explain('artifact-missing', { name: 'x', names: ['a', 'b'] }),
    ).toEqual({
      title: 'No such artifact',
      message: 'The backup holds no artifact "x".',
      hint: 'It holds a, b.',
    });
    const { message } = explain('source-failed', { seen: 'odd {path} here' });
    expect(message).toBe('odd {path} here');
  });
});

describe('UnderstudyError', () => {
  it('survives the way through a row or IPC', () => {
    const error = new UnderstudyError('source-gone', { path: '/data/x' });
    const problem = JSON.parse(JSON.stringify(error.toProblem()));
    const back = UnderstudyError.fromProblem(problem);
    expect(back.toProblem()).toEqual(error.toProblem());
    expect(back.message).toBe('/data/x does not exist.');
  });

  it('names what is not ours a defect, and wraps nothing twice', () => {
    const wrapped = UnderstudyError.from(new TypeError('x is not a function'));
    expect(wrapped).toMatchObject({
      code: 'defect',
      message: expect.stringContaining('x is not a function'),
    });
    expect(UnderstudyError.from(wrapped)).toBe(wrapped);
    expect(UnderstudyError.from('text').message).toBe('text');
  });
});
