import type { BackUpOrder } from '../backUpOrder';
import type { Bench } from './bench';
import { runId } from './bench';
import { ToyOptions, ToySource } from './toySource';

/** An order to back a toy source up; everything may be said otherwise. */
export async function orderOf(
  bench: Bench,
  source: ToyOptions,
  changes: Partial<Omit<BackUpOrder, 'run' | 'source'>> & {
    run?: Partial<BackUpOrder['run']>;
    executor?: ToySource;
    usualBytes?: number[];
  } = {},
): Promise<BackUpOrder & { logged: string[]; executor: ToySource }> {
  const {
    run,
    executor = ToySource.create(),
    usualBytes = [],
    ...rest
  } = changes;
  const logged: string[] = [];
  const { owner, instance, epoch } = bench.owner;
  return {
    run: {
      id: runId(),
      attempt: 1,
      plan: 'toys',
      entityRef: 'component:default/toys',
      slot: '2026-11-21T02:00:00.000Z',
      startedAt: '2026-11-21T02:00:03.000Z',
      ...run,
    },
    source: { type: 'toy', executor, options: source },
    destinations: [
      { bucket: bench.bucket, owner: { owner, instance, epoch }, usualBytes },
    ],
    pack: { compression: 'zstd', recipients: [] },
    tempDirectory: await bench.folder(),
    signal: new AbortController().signal,
    log: (_level, text) => logged.push(text),
    mayPublish: async () => true,
    logged,
    executor,
    ...rest,
  };
}
