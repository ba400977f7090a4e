import type { RetainedBackup } from '@understudy/engine';
import type { Lock, Manifest, Rung } from '@understudy/model';
import type { Millis } from '../runs/values';
import { toInstant } from '../runs/values';
import type { KnownBackup } from './BackupStore';

/** A row of `backups`, as it is read. @internal */
export interface BackupRow {
  id: string;
  plan: string;
  entity_ref: string | null;
  owner_ref: string | null;
  destination: string;
  run_id: string;
  folder: string;
  manifest_key: string;
  slot: Millis | null;
  started_at: Millis;
  finished_at: Millis;
  /** SQLite has 0 and 1. */
  complete: boolean | number;
  deleting: boolean | number;
  bytes_plain: Millis;
  bytes_stored: Millis;
  manifest: string;
  proof_rung: Rung;
  proof_at: Millis;
  proof_failed: Rung | null;
  proof_failed_at: Millis | null;
  lock: string | null;
}

function stateOf(row: BackupRow): KnownBackup['state'] {
  if (row.deleting) return 'deleting';
  if (row.proof_failed) return 'damaged';
  return row.complete ? 'good' : 'incomplete';
}

function lockOf({ lock }: Pick<BackupRow, 'lock'>): KnownBackup['lock'] {
  if (lock === null) return null;
  const { reason, by, at, until } = JSON.parse(lock) as Lock;
  return { reason, by, at, until };
}

/** A row as retention wants it; the bucket is asked again before a deletion. @internal */
export function toRetained(row: Omit<BackupRow, 'manifest'>): RetainedBackup {
  return {
    id: row.id,
    takenAt: Number(row.slot ?? row.started_at),
    finishedAt: Number(row.finished_at),
    bytesStored: Number(row.bytes_stored),
    complete: Boolean(row.complete),
    deleting: Boolean(row.deleting),
    rung: row.proof_rung,
    damaged: row.proof_failed !== null,
    lock: lockOf(row),
  };
}

/** @internal */
export function toBackup(row: BackupRow, lastGood: boolean): KnownBackup {
  const manifest = JSON.parse(row.manifest) as Manifest;
  const recipients = [
    ...new Set(manifest.artifacts.flatMap(artifact => artifact.recipients)),
  ];
  return {
    id: row.id,
    plan: row.plan,
    entityRef: row.entity_ref,
    ownerRef: row.owner_ref,
    destination: row.destination,
    runId: row.run_id,
    sourceType: manifest.source.type,
    slot: toInstant(row.slot),
    startedAt: toInstant(row.started_at),
    finishedAt: toInstant(row.finished_at),
    state: stateOf(row),
    complete: Boolean(row.complete),
    gapsTotal: manifest.gapsTotal,
    counts: manifest.counts,
    bytesPlain: Number(row.bytes_plain),
    bytesStored: Number(row.bytes_stored),
    encrypted: manifest.artifacts.every(artifact =>
      artifact.pack.includes('age'),
    ),
    recipients,
    proof: {
      rung: row.proof_rung,
      at: toInstant(row.proof_at),
      failed: row.proof_failed,
      failedAt: toInstant(row.proof_failed_at),
    },
    lastGood,
    lock: lockOf(row),
    folder: row.folder,
    manifestKey: row.manifest_key,
    manifest,
  };
}
