import type { Progress } from '@understudy/model';

/**
 * How far one destination of a backup is.
 * @public
 */
export type DestinationProgress = Progress['destinations'][number];

/**
 * How far a transfer is. `bytesTotal` is null where nobody knows it.
 * @public
 */
export interface TransferProgress {
  bytesRead: number;
  bytesTotal: number | null;
  bytesStored: number;
  /** Of a backup: one by one. */
  destinations?: DestinationProgress[];
}

/**
 * How far the reading of a backup is; its size stands in the manifest.
 * @public
 */
export interface ReadProgress extends TransferProgress {
  bytesTotal: number;
}
