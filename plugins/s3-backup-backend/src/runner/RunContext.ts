import type {
  Bucket,
  FaultPoint,
  SourceExecutor,
  SourceType,
} from '@understudy/engine';
import type { OwnerFile, Phase, LogLine } from '@understudy/model';
import type { Rebuilt } from './messages';
import type { WorkOrder } from './workOrder';

/** What each kind of run is given. @internal */
export interface RunContext {
  order: WorkOrder;
  bucket: Bucket;
  signal: AbortSignal;
  log(level: LogLine['level'], text: string): void;
  onPhase(phase: Phase): void;
  onProgress(progress: {
    bytesRead?: number;
    bytesTotal?: number | null;
    bytesStored?: number;
  }): void;
  /** The prefix is ours, and this is how we write there. */
  owner(): Promise<OwnerFile>;
  executor(): Promise<SourceExecutor>;
  /** `backup` where a run deletes more than one. */
  ask(what: 'publish' | 'delete', backup?: string): Promise<boolean>;
  /** Hands backups over that a rebuild found; false: stop. */
  found(backups: Rebuilt[]): Promise<boolean>;
  faultPoint(name: FaultPoint): Promise<void>;
}

/** @internal */
export type SourceTypeName = SourceType['type'];
