import { Readable, Transform } from 'node:stream';

const ours = new WeakSet<object>();

/** Where the runtime can give memory back at once (ES2024). */
interface Transferable {
  transfer?(byteLength: number): unknown;
}

/**
 * Marks the memory of a buffer as belonging to the stream it is pushed into:
 * whoever consumes it in order, and keeps nothing, may {@link release} it.
 * @public
 */
export function own(bytes: Buffer): Buffer {
  ours.add(bytes.buffer);
  return bytes;
}

/**
 * Gives the memory of consumed bytes back now instead of when the collector
 * comes by: the next piece is then written to memory that the processor still
 * has at hand. Only what was marked by {@link own} is given back, and only
 * with its last piece; others may still read from the rest.
 * @public
 */
export function release(bytes: Buffer): void {
  const { buffer, byteOffset, byteLength } = bytes;
  if (byteOffset + byteLength !== buffer.byteLength) return;
  if (ours.delete(buffer)) (buffer as Transferable).transfer?.(0);
}

/**
 * All that `stream` pushes belongs to whoever reads it. Only for streams that
 * push fresh memory and keep no piece of it.
 * @public
 */
export function owning<T extends Readable>(stream: T): T {
  const push = stream.push.bind(stream);
  stream.push = (piece, encoding) =>
    push(Buffer.isBuffer(piece) ? own(piece) : piece, encoding);
  return stream;
}

/** Gives back what `stream` was given, when it says that it is done with it. */
export function releasing<T extends Transform>(stream: T): T {
  const transform = stream._transform.bind(stream);
  stream._transform = (piece, encoding, done) =>
    transform(piece, encoding, (error, data) => {
      release(piece);
      done(error, data);
    });
  return stream;
}
