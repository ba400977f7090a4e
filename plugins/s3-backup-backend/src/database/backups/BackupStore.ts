import type { BackupQuery } from '@understudy/backstage-plugin-s3-backup-common';
import type { RetainedBackup } from '@understudy/engine';
import type { Backup, Lock, Manifest, Proof } from '@understudy/model';
import type { Page, RowFilter } from '../runs/RunStore';

/**
 * A row of the cache; `planTitle`, `orphaned` and `retention` are the plan's to say.
 * @internal
 */
export interface KnownBackup
  extends Omit<Backup, 'planTitle' | 'orphaned' | 'retention'> {
  ownerRef: string | null;
  /** Relative to the prefix. */
  folder: string;
  manifestKey: string;
  manifest: Manifest;
}

/**
 * Cache of what stands in the bucket. Rebuild fills it again with the same
 * ids.
 * @internal
 */
export interface BackupStore {
  get(id: string): Promise<KnownBackup | undefined>;
  list(
    query: Partial<BackupQuery> & { limit: number },
    visible?: RowFilter,
  ): Promise<Page<KnownBackup>>;
  upsertFromManifest(found: {
    id: string;
    folder: string;
    manifestKey: string;
    destination: string;
    manifest: Manifest;
    ownerRef: string | null;
  }): Promise<void>;
  setProof(id: string, proof: Proof): Promise<void>;
  setDeleting(id: string, deleting: boolean): Promise<void>;
  setLock(id: string, lock: Lock | null): Promise<void>;
  /** Ids of a plan at a destination whose deletion was begun. */
  deleting(plan: string, destination: string): Promise<string[]>;
  /** All of a plan at a destination, as retention wants them. */
  retained(plan: string, destination: string): Promise<RetainedBackup[]>;
  /** Which plans have backups where. */
  places(visible?: RowFilter): Promise<
    {
      plan: string;
      destination: string;
      entityRef: string | null;
      ownerRef: string | null;
      backups: number;
      bytes: number;
    }[]
  >;
  remove(id: string): Promise<void>;
  /** Newest good one of a plan, at one destination or any. */
  lastGood(
    plan: string,
    destination?: string,
  ): Promise<KnownBackup | undefined>;
  /** Newest good one of each plan at each destination, for overviews. */
  lastGoodOfAll(visible?: RowFilter): Promise<Map<string, KnownBackup[]>>;
  /** What a run of a plan made, copies included. */
  ofRun(plan: string, runId: string): Promise<KnownBackup[]>;
  /** Good ones of a plan at a destination. */
  countGood(plan: string, destination: string): Promise<number>;
  /** The one before it of the same plan and destination. */
  previous(backup: KnownBackup): Promise<KnownBackup | undefined>;
  /** Stored sizes of the last five good ones, newest first. */
  usualBytes(plan: string, destination: string): Promise<number[]>;
  /** How many, and how many bytes are stored, by plan or destination. */
  totals(
    by: 'plan' | 'destination',
    visible?: RowFilter,
  ): Promise<Map<string, { backups: number; bytes: number }>>;
  /** What each day added of what is stored at a destination, oldest first. */
  growth(
    destination: string,
  ): Promise<{ date: string; plan: string; backups: number; bytes: number }[]>;
  /** Ids and manifests' keys of a destination's rows, a page at a time. */
  keysOf(
    destination: string,
    page: { after: string; limit: number },
  ): Promise<{ id: string; manifestKey: string; finishedAt: string }[]>;
  setOwner(plan: string, ownerRef: string | null): Promise<void>;
}
