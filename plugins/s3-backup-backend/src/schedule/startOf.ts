import { createHash } from 'node:crypto';
import type { QuietHours } from './quietHours';
import { afterQuiet } from './quietHours';

/** What moves the begin of a slot's run. @internal */
export interface Start {
  plan: string;
  /** Milliseconds of the start window. */
  spread?: number;
  quiet?: readonly QuietHours[];
}

/** A number in [0, 1) that a plan keeps for ever, and no two share by design. */
function placeOf(plan: string): number {
  const digest = createHash('sha256').update(`start ${plan}`).digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
}

/**
 * When the run of a slot may begin: at its plan's own moment of the window,
 * and not in quiet hours. The slot stays what it is. Pure.
 * @internal
 */
export function startOf(slot: number, how: Start): number {
  const { plan, spread = 0, quiet = [] } = how;
  const moment = slot + Math.floor(placeOf(plan) * spread);
  return afterQuiet(quiet, moment);
}
