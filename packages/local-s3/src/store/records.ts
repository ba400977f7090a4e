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

/** What a client said about an object: standard headers, and its own `x-amz-meta-` ones. */
export const describedSchema = z.object({
  headers: z.record(z.string(), z.string()),
  metadata: z.record(z.string(), z.string()),
});
export type Described = z.infer<typeof describedSchema>;

/** The JSON of one object. Versions, locks and tags will be further fields here. */
export const objectSchema = describedSchema.extend({
  key: z.string(),
  size: z.number().int().nonnegative(),
  etag: z.string(),
  lastModified: z.number(),
  checksum: checksumSchema.optional(),
  segments: z.array(segmentSchema),
  /** Set where the object came from a multipart upload. */
  parts: z.number().int().positive().optional(),
});
export type ObjectRecord = z.infer<typeof objectSchema>;

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

export const bucketSchema = z.object({
  name: z.string(),
  created: z.number(),
});
export type BucketRecord = z.infer<typeof bucketSchema>;
