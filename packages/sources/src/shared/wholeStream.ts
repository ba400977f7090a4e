import { Readable } from 'node:stream';

/**
 * A stream that ends with the run's signal, and knows whether it was read to
 * its end: a source whose reader went away has not ended well.
 */
export class WholeStream {
  private ended = false;

  static create(stream: Readable, signal: AbortSignal): WholeStream {
    const stop = () => stream.destroy(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    stream.once('close', () => signal.removeEventListener('abort', stop));
    return new WholeStream(stream);
  }

  private constructor(readonly stream: Readable) {
    stream.once('end', () => {
      this.ended = true;
    });
    // Nobody may be reading yet, or any more, when the run is cancelled.
    stream.on('error', () => {});
  }

  /** @throws where it was not */
  expectRead(): void {
    if (!this.ended) throw new Error('the source was not read to its end');
  }
}
