import { UnderstudyError } from '@understudy/model';
import type {
  OpenedSource,
  SourceArtifact,
  SourceContext,
  SourceExecutor,
  SourceOutcome,
} from '../source/contract';
import { unlessStopped } from './firstError';

/** Errors of a source that are not ours become `source-failed`, in its words. */
export function sourceError(error: unknown): UnderstudyError {
  if (error instanceof UnderstudyError) return error;
  const seen = error instanceof Error ? error.message : String(error);
  return new UnderstudyError('source-failed', { seen }, { cause: error });
}

/**
 * A source whose every step ends with the run's signal and fails in our words,
 * however the executor behaves.
 */
export class GuardedSource {
  readonly #source: OpenedSource;
  readonly #signal: AbortSignal;

  private constructor(source: OpenedSource, signal: AbortSignal) {
    this.#source = source;
    this.#signal = signal;
  }

  static async create(options: {
    executor: SourceExecutor;
    options: unknown;
    context: SourceContext;
  }): Promise<GuardedSource> {
    const { executor, context } = options;
    const { signal } = context;
    const opening = executor.open(options.options, context);
    try {
      const source = await unlessStopped(opening, signal);
      return new GuardedSource(source, signal);
    } catch (error) {
      // It may open after we stopped waiting; then nobody else closes it.
      opening.then(
        late => late.close(),
        () => {},
      );
      throw sourceError(error);
    }
  }

  get source(): Pick<OpenedSource, 'version' | 'tools' | 'estimatedBytes'> {
    return this.#source;
  }

  async *artifacts(): AsyncGenerator<SourceArtifact> {
    const iterator = this.#source.artifacts[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await this.#guard(iterator.next());
        if (next.done) return;
        yield next.value;
      }
    } finally {
      // Not awaited: an iterator that hangs must not hold the run.
      Promise.resolve(iterator.return?.()).catch(() => {});
    }
  }

  finish(): Promise<SourceOutcome> {
    return this.#guard(this.#source.finish());
  }

  close(): Promise<void> {
    return this.#source.close().catch(() => {});
  }

  async #guard<T>(step: Promise<T>): Promise<T> {
    try {
      return await unlessStopped(step, this.#signal);
    } catch (error) {
      throw sourceError(error);
    }
  }
}
