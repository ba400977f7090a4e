import type { Counts, Gap, Manifest, Phase, Problem } from '@understudy/model';
import type { FaultHook } from './faultPoints';
import type { Compression } from './pack';
import type { TransferProgress } from './progress';
import type { SourceExecutor } from './source/contract';
import type { DeliveryOptions } from './steps/Delivery';

/**
 * What is to be backed up, and where to.
 * @public
 */
export interface BackUpOrder {
  run: {
    id: string;
    attempt: number;
    plan: string;
    planTitle?: string | null;
    entityRef: string | null;
    slot: string | null;
    /** Of the run: the same for all its attempts, because it names the folder. */
    startedAt: string;
  };
  source: { type: string; executor: SourceExecutor; options: unknown };
  /** One or more, of different names. All get the same bytes. */
  destinations: DeliveryOptions[];
  pack: { compression: Compression; recipients: string[] };
  /** The plan's own; an explicit 0 lets an empty source pass. */
  minimumBytes?: number;
  /** Stored bytes to come, where somebody knows better than we do. */
  estimateBytes?: number | null;
  /** Private to the attempt; whoever runs it removes it. */
  tempDirectory: string;
  /** For parts too large for memory; private, too. Default: `tempDirectory`. */
  spoolDirectory?: string;
  /** Where tools are looked for; absent: PATH and the usual folders. */
  toolFolders?: string[];
  /**
   * Milliseconds that a destination may do nothing while another one waits
   * for it; then it is left out. Absent: for ever.
   */
  stallLimit?: number;
  /** Its reason, an UnderstudyError, becomes the error of the attempt. */
  signal: AbortSignal;
  log(level: 'debug' | 'info' | 'warn' | 'error', text: string): void;
  onPhase?(phase: Phase): void;
  onProgress?(progress: TransferProgress): void;
  /**
   * Asked right before each manifest, one a destination; anything but true:
   * it is not published.
   */
  mayPublish(): Promise<boolean>;
  /** For tests. */
  faultPoint?: FaultHook;
}

/**
 * What became of it at each destination, in the order they were given; at one
 * of them at least there is a backup.
 * @public
 */
export interface BackUpResult {
  bytesRead: number;
  destinations: Array<{
    name: string;
    backup: {
      id: string;
      folder: string;
      manifestKey: string;
      manifest: Manifest;
      bytesStored: number;
    } | null;
    /** Why there is none. */
    problem: Problem | null;
  }>;
  counts: Counts;
  gaps: Gap[];
  gapsTotal: number;
}
