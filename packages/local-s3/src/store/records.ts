import { z } from 'zod';
import { checksumAlgorithms } from '../checksum/algorithms';

/** A run of stored bytes. No id: the bytes were counted and thrown away (`discard`). */
export const segmentSchema = z.object({
  id: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .nullable(),
  size: z.number().int().nonnegative(),
});
export type Segment = z.infer<typeof segmentSchema>;

export const checksumSchema = z.object({
  algorithm: z.enum(checksumAlgorithms),
  type: z.enum(['FULL_OBJECT', 'COMPOSITE']),
  value: z.string(),
});
export type StoredChecksum = z.infer<typeof checksumSchema>;

/** How an object is said to be encrypted. The bytes are not: of a customer's key only its MD5 is kept. */
export const encryptionSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('AES256') }),
  z.object({
    type: z.enum(['aws:kms', 'aws:kms:dsse']),
    keyId: z.string(),
    bucketKey: z.boolean().optional(),
  }),
  z.object({ type: z.literal('customer'), keyMd5: z.string() }),
]);
export type Encryption = z.infer<typeof encryptionSchema>;

export const lockModes = ['GOVERNANCE', 'COMPLIANCE'] as const;
export const retentionSchema = z.object({
  mode: z.enum(lockModes),
  /** Milliseconds. */
  until: z.number(),
});
export type Retention = z.infer<typeof retentionSchema>;

/** What a client said about an object: standard headers, its own `x-amz-meta-` ones, and how it is to be kept. */
export const describedSchema = z.object({
  headers: z.record(z.string(), z.string()),
  metadata: z.record(z.string(), z.string()),
  /** STANDARD where it is not said. */
  storageClass: z.string().optional(),
  encryption: encryptionSchema.optional(),
  acl: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  retention: retentionSchema.optional(),
  legalHold: z.boolean().optional(),
});
export type Described = z.infer<typeof describedSchema>;

/** The JSON of one version of an object, or of a delete marker. */
export const objectSchema = describedSchema.extend({
  key: z.string(),
  versionId: z.string().default('null'),
  /** Newer versions of a key have higher ones. */
  order: z.number().default(0),
  deleteMarker: z.literal(true).optional(),
  size: z.number().int().nonnegative(),
  etag: z.string(),
  lastModified: z.number(),
  checksum: checksumSchema.optional(),
  segments: z.array(segmentSchema),
  /** Set where the object came from a multipart upload. */
  parts: z.number().int().positive().optional(),
  /** An archived object that has been asked back. */
  restore: z.object({ readyAt: z.number(), expiresAt: z.number() }).optional(),
  /** Readers don't see it before: a store that is slow to show what it took. */
  visibleFrom: z.number().optional(),
});
export type ObjectRecord = z.infer<typeof objectSchema>;
/** An object to commit; the bucket gives it its version. */
export type ObjectDraft = Omit<ObjectRecord, 'versionId' | 'order'>;

export const uploadSchema = describedSchema.extend({
  uploadId: z.string(),
  key: z.string(),
  initiated: z.number(),
  initiator: z.string(),
  checksum: checksumSchema.omit({ value: true }).optional(),
});
export type UploadRecord = z.infer<typeof uploadSchema>;

export const partSchema = z.object({
  partNumber: z.number().int().min(1).max(10_000),
  size: z.number().int().nonnegative(),
  etag: z.string(),
  lastModified: z.number(),
  checksum: z.string().optional(),
  segment: segmentSchema,
});
export type PartRecord = z.infer<typeof partSchema>;
