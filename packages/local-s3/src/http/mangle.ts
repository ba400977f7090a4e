/** A chunk that begins at `offset`, with the byte at `at` inverted if it lies in it. */
export function flipByte(
  chunk: Buffer,
  offset: number,
  at: number | undefined,
): Buffer {
  if (at === undefined || at < offset || at >= offset + chunk.length) {
    return chunk;
  }
  const copy = Buffer.from(chunk);
  // eslint-disable-next-line no-bitwise
  copy[at - offset] ^= 0xff;
  return copy;
}

/** The bytes of an answer with one inverted. */
export async function* flipped(
  stream: AsyncIterable<Buffer>,
  at: number,
): AsyncGenerator<Buffer> {
  let offset = 0;
  for await (const chunk of stream) {
    yield flipByte(chunk, offset, at);
    offset += chunk.length;
  }
}

/** The first bytes of a stream; `onCut` is called when the limit is reached. */
export async function* firstBytes(
  stream: AsyncIterable<Buffer>,
  limit: number,
  onCut: () => void = () => {},
): AsyncGenerator<Buffer> {
  let left = limit;
  if (left > 0) {
    for await (const chunk of stream) {
      yield chunk.subarray(0, left);
      left -= chunk.length;
      if (left <= 0) break;
    }
  }
  onCut();
}
