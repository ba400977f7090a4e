import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { holdLast } from './holdLast';

async function through(chunks: string[], failure?: Error): Promise<string> {
  let seen = '';
  async function* source() {
    for (const chunk of chunks) yield Buffer.from(chunk);
    if (failure) throw failure;
  }
  await pipeline(
    Readable.from(source()),
    holdLast(),
    async function* read(all) {
      for await (const chunk of all) seen += chunk;
      yield '';
    },
  ).catch(error => {
    if (error !== failure) throw error;
  });
  return seen;
}

describe('holdLast', () => {
  it.each([[[]], [['a']], [['a', 'b', 'c']], [['a', '', 'b', '']]])(
    'passes all of %j on where it ends well',
    async chunks => {
      expect(await through(chunks)).toBe(chunks.join(''));
    },
  );

  it('never gives the last byte of what ends badly', async () => {
    for (const chunks of [['a'], ['a', 'b', 'c'], ['a', 'b', '']]) {
      const seen = await through(chunks, new Error('the hash is wrong'));
      expect(seen.length).toBeLessThan(chunks.join('').length);
    }
  });
});
