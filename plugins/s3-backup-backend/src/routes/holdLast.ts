import { Transform, TransformCallback } from 'node:stream';

/**
 * Passes bytes on one chunk late, and the last one only when the source ended
 * well. A length was promised with the headers: without this, a hash that turns
 * out wrong at the very end would come after the last byte, and nobody would
 * see that the connection broke.
 * @internal
 */
export function holdLast(): Transform {
  let held: Buffer | undefined;
  return new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      if (chunk.length === 0) {
        done();
        return;
      }
      const before = held;
      held = chunk;
      done(null, before);
    },
    flush(done) {
      done(null, held);
    },
  });
}
