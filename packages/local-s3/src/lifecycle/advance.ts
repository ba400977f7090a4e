import type { VirtualClock } from '../clock';
import type { Store } from '../store/store';
import { runLifecycle } from './runLifecycle';

/** Moves the virtual clock and does what lifecycle rules ask for by then. */
export async function advance(
  parts: { store: Store; clock: VirtualClock },
  ms: number,
): Promise<void> {
  const { store, clock } = parts;
  clock.advance(ms);
  for (const bucket of store.list()) await runLifecycle(bucket, clock.now());
}
