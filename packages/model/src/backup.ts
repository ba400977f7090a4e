import { z } from 'zod';
import {
  countsSchema,
  gapSchema,
  manifestArtifactSchema,
  proofSchema,
  rungSchema,
} from './manifest';
import { lockStateSchema, retentionReasonSchema } from './retention';

/**
 * A backup as the API answers it. `state`: `good` is readable, complete and
 * not failed in proof; `incomplete` has named gaps; `deleting` has a
 * tombstone; `damaged` failed a proof.
 * @public
 */
export const backupSchema = z.object({
  id: z.string(),
  plan: z.string(),
  planTitle: z.string().nullable(),
  /** True where the plan is gone and the backup stays. */
  orphaned: z.boolean(),
  entityRef: z.string().nullable(),
  destination: z.string(),
  runId: z.string(),
  sourceType: z.string(),
  slot: z.string().nullable(),
  startedAt: z.string(),
  finishedAt: z.string(),
  state: z.enum(['good', 'incomplete', 'damaged', 'deleting']),
  complete: z.boolean(),
  gapsTotal: z.number(),
  counts: countsSchema,
  bytesPlain: z.number(),
  bytesStored: z.number(),
  encrypted: z.boolean(),
  recipients: z.array(z.string()),
  proof: z.object({
    rung: rungSchema,
    at: z.string(),
    failed: rungSchema.nullable(),
    failedAt: z.string().nullable(),
  }),
  /** The last good one of its plan at this destination is never deleted by hand. */
  lastGood: z.boolean(),
  /** What keeps it from being deleted; null where nothing does. */
  lock: lockStateSchema.nullable(),
  /** Why retention keeps it, or will let it go; null while it is being deleted. */
  retention: z
    .object({
      keep: z.boolean(),
      reasons: z.array(retentionReasonSchema),
    })
    .nullable(),
});

/** @public */
export type Backup = z.infer<typeof backupSchema>;

/**
 * Whether a proof says what its portal wrote; `unknown-key` where neither this
 * portal nor the prefix's `understudy.json` names the key.
 * @public
 */
export const signatureStateSchema = z.enum([
  'good',
  'bad',
  'unknown-key',
  'unsigned',
]);

/** @public */
export type SignatureState = z.infer<typeof signatureStateSchema>;

/**
 * What was proven of a backup, for somebody who was not there: the proofs as
 * they stand in the bucket, each signed, and the key to check them with.
 * @public
 */
export const evidenceSchema = z.object({
  format: z.literal('understudy/evidence'),
  exportedAt: z.string(),
  portal: z.string(),
  backup: z.object({
    id: z.string(),
    plan: z.string(),
    entityRef: z.string().nullable(),
    destination: z.string(),
    runId: z.string(),
    startedAt: z.string(),
    finishedAt: z.string(),
    manifestKey: z.string(),
    artifacts: z.array(
      z.object({ name: z.string(), bytes: z.number(), sha256: z.string() }),
    ),
  }),
  /** Keys that the signatures were checked with. */
  publicKeys: z.array(z.string()),
  proofs: z.array(
    z.object({ signature: signatureStateSchema, proof: proofSchema }),
  ),
});

/** @public */
export type Evidence = z.infer<typeof evidenceSchema>;

/**
 * One backup with what stands in its manifest, and where it is.
 * @public
 */
export const backupDetailSchema = backupSchema.extend({
  bucket: z.string(),
  folderKey: z.string(),
  manifestKey: z.string(),
  endpoint: z.string().nullable(),
  region: z.string().nullable(),
  artifacts: z.array(manifestArtifactSchema),
  gaps: z.array(gapSchema),
  /** Until when the store refuses to delete it; null where it is not locked. */
  objectLock: z.object({ mode: z.string(), until: z.string() }).nullable(),
  source: z.object({ type: z.string(), version: z.string().nullable() }),
  /** The manifest's lines with `{s3}` filled in. */
  restore: z.array(z.string()),
  proofs: z.array(
    z.object({
      rung: rungSchema,
      ok: z.boolean(),
      at: z.string(),
      by: z.string(),
      milliseconds: z.number(),
      evidence: z.record(z.string(), z.unknown()),
      signature: signatureStateSchema,
    }),
  ),
  /** Rows of the backup before it, for the difference. */
  previousCounts: countsSchema.nullable(),
  canOpen: z.boolean(),
  /** Folders below which the caller may restore; none without that right. */
  restoreRoots: z.array(z.string()),
  /**
   * JSON Schema of a new place of the source's own kind, on the server of its
   * plan; null where there is none, or the caller may not restore.
   */
  restorePlace: z.record(z.string(), z.unknown()).nullable(),
});

/** @public */
export type BackupDetail = z.infer<typeof backupDetailSchema>;
