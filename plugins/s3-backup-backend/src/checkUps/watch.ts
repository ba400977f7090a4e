import type { CheckUp, CheckUpLine } from '@understudy/model';
import type { CallOptions } from '../service/caller';

/** Somebody who looks on; who leaves ends it. @internal */
export interface CheckUpWatch {
  tell(line: CheckUpLine): void;
  signal: AbortSignal;
}

/** Somebody may look on while it goes on. @internal */
export type WatchOptions = CallOptions & { watch?: CheckUpWatch };

/** The whole is the last that is told. @internal */
export function told(
  watch: CheckUpWatch | undefined,
  checkUp: CheckUp,
): CheckUp {
  watch?.tell({ checkUp });
  return checkUp;
}
