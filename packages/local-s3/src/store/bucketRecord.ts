import { z } from 'zod';
import { encryptionSchema, lockModes } from './records';

export const ownerships = [
  'BucketOwnerEnforced',
  'BucketOwnerPreferred',
  'ObjectWriter',
] as const;

const days = z.number().int().positive();

/** One rule of a lifecycle configuration; an undefined filter takes every object. */
export const lifecycleRuleSchema = z.object({
  id: z.string(),
  enabled: z.boolean(),
  filter: z.object({
    prefix: z.string().optional(),
    tags: z.record(z.string(), z.string()).optional(),
    sizeGreaterThan: z.number().optional(),
    sizeLessThan: z.number().optional(),
  }),
  /** How the prefix was written: before filters there was an element of its own. */
  legacyPrefix: z.boolean().optional(),
  expiration: z
    .object({
      days: days.optional(),
      date: z.number().optional(),
      deleteMarker: z.boolean().optional(),
    })
    .optional(),
  noncurrent: z.object({ days, keep: days.optional() }).optional(),
  abortDays: days.optional(),
  transitions: z
    .array(
      z.object({
        days: z.number().int().nonnegative().optional(),
        date: z.number().optional(),
        storageClass: z.string(),
      }),
    )
    .optional(),
  noncurrentTransitions: z
    .array(z.object({ days: z.number().int(), storageClass: z.string() }))
    .optional(),
});
export type LifecycleRule = z.infer<typeof lifecycleRuleSchema>;

export const publicAccessBlockSchema = z.object({
  BlockPublicAcls: z.boolean(),
  IgnorePublicAcls: z.boolean(),
  BlockPublicPolicy: z.boolean(),
  RestrictPublicBuckets: z.boolean(),
});

/** As AWS makes new buckets. */
export const ALL_BLOCKED = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

export const defaultRetentionSchema = z.object({
  mode: z.enum(lockModes),
  days: days.optional(),
  years: days.optional(),
});

/** The JSON of a bucket: what it is, and how it was configured. */
export const bucketSchema = z.object({
  name: z.string(),
  created: z.number(),
  region: z.string().optional(),
  owner: z.string().optional(),
  versioning: z.enum(['Enabled', 'Suspended']).optional(),
  objectLock: z
    .object({ default: defaultRetentionSchema.optional() })
    .optional(),
  encryption: z
    .object({
      default: encryptionSchema.optional(),
      blockCustomerKeys: z.boolean(),
    })
    .optional(),
  ownership: z.enum(ownerships).optional(),
  publicAccessBlock: publicAccessBlockSchema.optional(),
  /** As it was given. */
  policy: z.string().optional(),
  lifecycle: z.array(lifecycleRuleSchema).optional(),
  /** As it was given: kept and answered, not acted on. */
  replication: z.string().optional(),
});
export type BucketRecord = z.infer<typeof bucketSchema>;
