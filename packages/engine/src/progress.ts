/**
 * How far a transfer is. `bytesTotal` is null where nobody knows it.
 * @public
 */
export interface TransferProgress {
  bytesRead: number;
  bytesTotal: number | null;
  bytesStored: number;
}

/**
 * How far the reading of a backup is; its size stands in the manifest.
 * @public
 */
export interface ReadProgress extends TransferProgress {
  bytesTotal: number;
}
