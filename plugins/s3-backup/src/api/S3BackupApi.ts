import {
  AdviceApply,
  AwsDocuments,
  Backup,
  BackupDetail,
  BucketAdvice,
  CheckUp,
  CheckUpRecord,
  CopyRequestInput,
  DeadUploads,
  Destination,
  DestinationInput,
  EntityStatus,
  Evidence,
  Growth,
  Key,
  KeyInput,
  KeyMade,
  ObjectDetail,
  ObjectList,
  ObjectsDeleted,
  Plan,
  PlanInput,
  RestoreCheck,
  RestoreRequest,
  Run,
  Rung,
  RunKind,
  RunLog,
  RunStatus,
  SchedulePreview,
  SchedulePreviewRequest,
  Settings,
  SettingsInput,
  LockRequest,
  Orphan,
  SimpleSettings,
  SimpleSettingsInput,
  SimpleSettingsSaved,
  Simulation,
  SimulationRequest,
  SourceCheck,
  SourceType,
  Status,
  WorkerList,
} from '@understudy/backstage-plugin-s3-backup-common';
import { createApiRef } from '@backstage/frontend-plugin-api';

/** An answer and the tag that a later change of it must name. */
export interface Tagged<T> {
  value: T;
  etag: string | null;
}

/** One page of a list. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** Filters of the history. */
export interface RunFilter {
  plan?: string[];
  entity?: string[];
  kind?: RunKind[];
  status?: RunStatus[];
  trigger?: string[];
  destination?: string[];
  from?: string;
  to?: string;
  q?: string;
  mine?: boolean;
  limit?: number;
  cursor?: string;
}

/** Filters of the backups. */
export interface BackupFilter {
  plan?: string[];
  entity?: string[];
  destination?: string[];
  proof?: string;
  locked?: boolean;
  orphaned?: boolean;
  limit?: number;
  cursor?: string;
}

/** What of a bucket is looked at. */
export interface ObjectFilter {
  path?: string;
  q?: string;
  filter?: 'leftover';
  limit?: number;
  cursor?: string;
}

/** Looks on while a check-up goes on; its signal ends it. */
export interface CheckUpWatch {
  onRunning?(id: CheckUp['steps'][number]['id']): void;
  onStep?(step: CheckUp['steps'][number]): void;
  signal?: AbortSignal;
}

/** A draft or a saved one: the same shape is tested and stored. */
export type DestinationDraft = DestinationInput;

/**
 * What the pages ask of the backend. One method a route; answers are parsed
 * with the schemas of the common package.
 */
export interface S3BackupApi {
  status(): Promise<Status>;
  entity(ref: string): Promise<EntityStatus>;

  settings(): Promise<Tagged<Settings>>;
  saveSettings(
    input: SettingsInput,
    etag: string | null,
  ): Promise<Tagged<Settings>>;
  simpleSettings(): Promise<Tagged<SimpleSettings>>;
  saveSimpleSettings(
    input: SimpleSettingsInput,
    etag: string | null,
  ): Promise<SimpleSettingsSaved>;
  testMail(to: string): Promise<{ sent: boolean; seen: string }>;

  /** Who does the work. */
  workers(): Promise<WorkerList>;

  keys(): Promise<Key[]>;
  addKey(input: KeyInput): Promise<KeyMade>;
  confirmKey(name: string, lastSix: string): Promise<void>;
  deleteKey(name: string): Promise<void>;

  destinations(): Promise<Destination[]>;
  destination(name: string): Promise<Tagged<Destination>>;
  createDestination(input: DestinationDraft): Promise<void>;
  updateDestination(
    name: string,
    input: DestinationDraft,
    etag: string | null,
  ): Promise<void>;
  deleteDestination(name: string): Promise<void>;
  /** The last check-ups, newest first. */
  checkUps(name: string): Promise<CheckUpRecord[]>;
  testDestination(name: string, watch: CheckUpWatch): Promise<CheckUp>;
  testDraft(input: DestinationDraft, watch: CheckUpWatch): Promise<CheckUp>;

  /** Least rights and more, each as JSON, AWS CLI and Terraform. */
  policies(name: string): Promise<AwsDocuments['items']>;
  /** What is wise to set up around the bucket; it is asked then. */
  advice(name: string): Promise<BucketAdvice['items']>;
  /** Makes the very call that was shown. */
  applyAdvice(
    name: string,
    wanted: AdviceApply,
  ): Promise<BucketAdvice['items']>;

  /** Folders and objects below a path, a page at a time from the store. */
  objects(name: string, query: ObjectFilter): Promise<ObjectList>;
  object(name: string, key: string): Promise<ObjectDetail>;
  /** `confirm` is the destination's name. */
  deleteObjects(
    name: string,
    keys: string[],
    confirm: string,
  ): Promise<ObjectsDeleted>;
  uploads(name: string): Promise<DeadUploads>;
  growth(name: string): Promise<Growth>;
  /** A dry run counts, and changes nothing. */
  rebuild(name: string, dryRun: boolean): Promise<Run>;
  adopt(name: string, confirm: string): Promise<Run>;
  /** This portal is the one that writes: what runs by itself may run again. */
  confirmRecovered(): Promise<void>;

  sources(): Promise<SourceType[]>;
  checkSource(
    type: string,
    options: Record<string, unknown>,
  ): Promise<SourceCheck>;

  plans(): Promise<Plan[]>;
  plan(name: string): Promise<Tagged<Plan>>;
  createPlan(input: PlanInput): Promise<Plan>;
  updatePlan(
    name: string,
    input: PlanInput,
    etag: string | null,
  ): Promise<Plan>;
  deletePlan(name: string): Promise<void>;
  runPlan(name: string): Promise<Run>;
  /** Copies the backup of a run to where it is missing; one run a copy. */
  repairPlan(name: string, run: string): Promise<Run[]>;
  pausePlan(name: string, until: string | null): Promise<void>;
  resumePlan(name: string): Promise<void>;
  /** Leaves the next slot out; `unskip` undoes it. */
  skipNext(name: string): Promise<void>;
  unskip(name: string): Promise<void>;
  previewSchedule(request: SchedulePreviewRequest): Promise<SchedulePreview>;

  runs(filter: RunFilter): Promise<Page<Run>>;
  run(id: string): Promise<Run>;
  /** Lines from `offset`; without one, the last lines. */
  runLog(id: string, offset?: number): Promise<RunLog>;
  cancelRun(id: string): Promise<void>;
  acceptRun(id: string): Promise<void>;

  backups(filter: BackupFilter): Promise<Page<Backup>>;
  backup(id: string): Promise<BackupDetail>;
  manifest(id: string): Promise<unknown>;
  evidence(id: string): Promise<Evidence>;
  deleteBackup(id: string, confirm: string): Promise<Run>;
  /** `move` deletes each one here after its copy was read. */
  copyBackup(id: string, request: CopyRequestInput): Promise<Run>;
  lockBackup(id: string, request: LockRequest): Promise<void>;
  /** A lock without an end wants the plan's name. */
  unlockBackup(id: string, confirm?: string): Promise<void>;
  simulate(request: SimulationRequest): Promise<Simulation>;
  orphans(): Promise<Orphan[]>;
  followOrphans(
    plan: string,
    request: { follow: boolean; confirm?: string },
  ): Promise<void>;
  verifyBackup(id: string, to: Rung): Promise<Run>;
  checkRestore(id: string, request: RestoreRequest): Promise<RestoreCheck>;
  restore(id: string, request: RestoreRequest): Promise<Run>;
  /** The address of one download; it works once and for a minute. */
  download(
    id: string,
    artifact: string,
    form: 'stored' | 'original',
  ): Promise<string>;
}

/** Utility API of the S3 backup pages. */
export const s3BackupApiRef = createApiRef<S3BackupApi>({
  id: 'plugin.s3-backup.api',
});
