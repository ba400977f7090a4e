import { z } from 'zod';
import { retentionStateSchema } from './retention';
import {
  artifactNameSchema,
  bytesSchema,
  crc32Schema,
  instantSchema,
  nameSchema,
  runIdSchema,
  sha256Schema,
} from './names';

/** @public */
export const MANIFEST_FORMAT = 'understudy/backup';
/** @public */
export const MANIFEST_VERSION = '1.0';

/**
 * A key relative to the run's folder: never absolute, never out of it.
 * @public
 */
export const relativeKeySchema = z
  .string()
  .min(1)
  .max(900)
  .refine(
    key =>
      !key.startsWith('/') &&
      key
        .split('/')
        .every(part => part !== '' && part !== '.' && part !== '..'),
    'leaves the folder of its run',
  );

/** @public */
export const gapSchema = z.looseObject({
  kind: z.string(),
  path: z.string(),
  reason: z.string(),
});
/** @public */
export type Gap = z.infer<typeof gapSchema>;

/** @public */
export const packStepSchema = z.enum(['zstd', 'gzip', 'age']);
/** @public */
export type PackStep = z.infer<typeof packStepSchema>;

/** @public */
export const manifestArtifactSchema = z.looseObject({
  name: artifactNameSchema,
  key: relativeKeySchema,
  versionId: z.string().nullable(),
  etag: z.string().nullable(),
  mediaType: z.string(),
  plain: z.looseObject({ bytes: bytesSchema, sha256: sha256Schema }),
  stored: z.looseObject({
    bytes: bytesSchema,
    sha256: sha256Schema,
    crc32: crc32Schema,
  }),
  /** Steps in the order they were applied. */
  pack: z.array(packStepSchema),
  recipients: z.array(z.string()),
  refs: z.array(z.unknown()),
});

/** @public */
export type ManifestArtifact = z.infer<typeof manifestArtifactSchema>;

/** @public */
export const countsSchema = z.looseObject({
  rows: z.record(z.string(), z.number()).nullable(),
  files: z.number().nullable(),
});
/** @public */
export type Counts = z.infer<typeof countsSchema>;

/**
 * Manifest 1.0. Unknown fields of the same major version are kept; a newer
 * major is refused (see `parseManifest`).
 * @public
 */
export const manifestSchema = z.looseObject({
  format: z.literal(MANIFEST_FORMAT),
  version: z.string().regex(/^1\.\d+$/),
  owner: z.uuid(),
  runId: runIdSchema,
  attempt: z.number().int().positive(),
  plan: nameSchema,
  entityRef: z.string().nullable(),
  source: z.looseObject({
    type: z.string(),
    version: z.string().nullable(),
    tools: z.record(z.string(), z.string()),
    /** What whoever restores must know. */
    notes: z.array(z.string()).optional(),
  }),
  slot: instantSchema.nullable(),
  startedAt: instantSchema,
  finishedAt: instantSchema,
  destination: nameSchema,
  layout: z.enum(['objects', 'versioned', 'bucket-per-entity']),
  complete: z.boolean(),
  gaps: z.array(gapSchema).max(1000),
  gapsTotal: z.number().int().nonnegative(),
  counts: countsSchema,
  artifacts: z.array(manifestArtifactSchema).min(1),
  restore: z.array(z.string()),
  /** Until when the store refuses to delete it, where a lock was asked for. */
  objectLock: z
    .looseObject({
      mode: z.enum(['GOVERNANCE', 'COMPLIANCE']),
      until: instantSchema,
    })
    .optional(),
  /** Of a copy: {@link copiedFromSchema}; a reader takes it as it comes. */
  copiedFrom: z.unknown().nullable(),
  replaces: z.unknown().nullable(),
  /**
   * SHA-256 of the canonical JSON (names sorted, no spaces) of all but this;
   * absent in manifests of older versions.
   */
  seal: sha256Schema.optional(),
});

/** @public */
export type Manifest = z.infer<typeof manifestSchema>;

/**
 * Where a copy came from: one backup of one destination, as it was named then.
 * @public
 */
export const copiedFromSchema = z.looseObject({
  backup: z.string(),
  owner: z.uuid(),
  destination: nameSchema,
  /** Below the prefix there. */
  manifestKey: z.string(),
  at: instantSchema,
});
/** @public */
export type CopiedFrom = z.infer<typeof copiedFromSchema>;

/** @public */
export const ownerFileSchema = z.looseObject({
  format: z.literal(1),
  owner: z.uuid(),
  instance: z.uuid(),
  epoch: z.number().int().positive(),
  baseUrl: z.string(),
  since: instantSchema,
  publicKey: z.string().nullable(),
});
/** @public */
export type OwnerFile = z.infer<typeof ownerFileSchema>;

/**
 * First write of an attempt: what may come. Keys are relative to the run's
 * folder; upload ids are added as they are known.
 * @public
 */
export const intentSchema = z.looseObject({
  format: z.literal('understudy/intent'),
  owner: z.uuid(),
  instance: z.uuid(),
  epoch: z.number().int().positive(),
  runId: runIdSchema,
  attempt: z.number().int().positive(),
  plan: nameSchema,
  startedAt: instantSchema,
  uploads: z.array(
    z.looseObject({ key: relativeKeySchema, uploadId: z.string().nullable() }),
  ),
  /** Of a copy: the run that makes it, where `runId` is the backup's. */
  copiedBy: z
    .looseObject({ runId: runIdSchema, attempt: z.number().int().positive() })
    .optional(),
});
/** @public */
export type Intent = z.infer<typeof intentSchema>;

/** @public */
export const tombstoneSchema = z.looseObject({
  format: z.literal('understudy/tombstone'),
  at: instantSchema,
  by: z.string(),
  why: z.string(),
  manifest: manifestSchema,
});
/** @public */
export type Tombstone = z.infer<typeof tombstoneSchema>;

/** @public */
export const RUNGS = [
  'stored',
  'read',
  'opened',
  'restored',
  'asserted',
] as const;
/** @public */
export const rungSchema = z.enum(RUNGS);
/** @public */
export type Rung = z.infer<typeof rungSchema>;

/**
 * Of which backup a proof is, so that none can be put beside another one.
 * @public
 */
export const proofSubjectSchema = z.strictObject({
  backup: z.string().regex(/^[0-9a-f]{32}$/),
  plan: nameSchema,
  runId: runIdSchema,
  artifacts: z.array(
    z.strictObject({
      name: artifactNameSchema,
      bytes: bytesSchema,
      sha256: sha256Schema,
    }),
  ),
});

/**
 * Ed25519 over the proof's canonical JSON without this field. Keys are
 * `ed25519:` and the 32 raw bytes in base64.
 * @public
 */
export const proofSignatureSchema = z.strictObject({
  publicKey: z.string().regex(/^ed25519:[A-Za-z0-9+/]{43}=$/),
  value: z.string().regex(/^[A-Za-z0-9+/]{86}==$/),
});

/** @public */
export const proofSchema = z.looseObject({
  format: z.literal('understudy/proof'),
  rung: rungSchema,
  ok: z.boolean(),
  at: instantSchema,
  by: z.string(),
  milliseconds: z.number(),
  evidence: z.record(z.string(), z.unknown()),
  /** What was proven; absent in proofs of older versions. */
  subject: proofSubjectSchema.optional(),
  /** By the portal that proved it; absent where it had no sealing key. */
  signature: proofSignatureSchema.optional(),
});
/** @public */
export type Proof = z.infer<typeof proofSchema>;

/** @public */
export const heldSchema = z.looseObject({
  format: z.literal('understudy/held'),
  until: instantSchema,
  reason: z.string(),
  manifest: manifestSchema,
});
/** @public */
export type Held = z.infer<typeof heldSchema>;

/**
 * `plan.json`: the plan without secrets, so that rebuild and CLI need no
 * database.
 * @public
 */
export const planFileSchema = z.looseObject({
  format: z.literal('understudy/plan'),
  name: nameSchema,
  title: z.string().nullable(),
  entityRef: z.string().nullable(),
  source: z.looseObject({ type: z.string() }),
  freshness: z.number().nullable(),
  /** Absent in files of older versions. */
  retention: retentionStateSchema.nullish(),
  recipients: z.array(z.string()),
  destinations: z.array(
    z.looseObject({
      name: z.string(),
      bucket: z.string(),
      prefix: z.string(),
      endpoint: z.string().nullable(),
      region: z.string().nullable(),
    }),
  ),
});
/** @public */
export type PlanFile = z.infer<typeof planFileSchema>;
