import type {
  Bucket,
  FaultPoint,
  SourceExecutor,
  SourceType,
} from '@understudy/engine';
import type { LogLine, OwnerFile, Phase, Progress } from '@understudy/model';
import type { Rebuilt } from './messages';
import type { WorkOrder } from './workOrder';

/** A destination of a run. @internal */
export interface Place {
  name: string;
  bucket: Bucket;
  usualBytes: number[];
  /** Asks once what the store can do, where nobody knows it yet. */
  probed(): Promise<void>;
  /** Claims the prefix once: it is ours, and this is how we write there. */
  owner(): Promise<OwnerFile>;
}

/** What each kind of run is given. @internal */
export interface RunContext {
  order: WorkOrder;
  /** Of the order's destinations, in their order. */
  places: Place[];
  /** Of the first place. */
  bucket: Bucket;
  signal: AbortSignal;
  log(level: LogLine['level'], text: string): void;
  onPhase(phase: Phase): void;
  onProgress(progress: {
    bytesRead?: number;
    bytesTotal?: number | null;
    bytesStored?: number;
    destinations?: Progress['destinations'];
  }): void;
  /** The first place's prefix is ours, and this is how we write there. */
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
