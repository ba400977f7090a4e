import { Manifest, UnderstudyError } from '@understudy/model';
import type { FaultPoint } from '../faultPoints';
import { HELD_FOR, writeHeld } from '../manifest/held';
import type { Delivery } from './Delivery';
import type { Doubt } from './judgeSize';

/**
 * Keeps the bytes of a suspicious run at each destination that can; the error
 * says until when, or why it failed.
 */
export async function holdSuspicious(
  deliveries: Delivery[],
  options: {
    folder: string;
    doubt: Doubt;
    draft(delivery: Delivery): Manifest;
    at(name: FaultPoint): Promise<void>;
  },
): Promise<UnderstudyError> {
  const { folder, doubt, draft, at } = options;
  const until = new Date(Date.now() + HELD_FOR).toISOString();
  const error = new UnderstudyError(doubt.code, { ...doubt.details, until });
  const failures: UnderstudyError[] = [];
  for (const delivery of deliveries) {
    try {
      await at('held:before');
      await writeHeld(delivery.bucket, folder, {
        manifest: draft(delivery),
        reason: error.message,
        until,
      });
      delivery.held = true;
      await at('held:after');
    } catch (failure) {
      failures.push(UnderstudyError.from(failure));
    }
  }
  const held = deliveries.some(each => each.held);
  const told = held
    ? error
    : new UnderstudyError(doubt.code, {
        ...doubt.details,
        until: 'this run ended: they were removed',
      });
  told.also.push(...failures.map(failure => failure.toProblem()));
  return told;
}
