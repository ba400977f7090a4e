import { z } from 'zod';

/**
 * The storage classes of S3, for choice; other stores have words of their own.
 * @public
 */
export const STORAGE_CLASSES = [
  'STANDARD',
  'INTELLIGENT_TIERING',
  'STANDARD_IA',
  'ONEZONE_IA',
  'GLACIER_IR',
  'GLACIER',
  'DEEP_ARCHIVE',
  'EXPRESS_ONEZONE',
  'REDUCED_REDUNDANCY',
] as const;

/**
 * Canned ACLs that an object may be written with.
 * @public
 */
export const CANNED_ACLS = [
  'private',
  'bucket-owner-full-control',
  'bucket-owner-read',
  'authenticated-read',
  'aws-exec-read',
  'public-read',
  'public-read-write',
] as const;

/**
 * An AWS account: 12 digits. Elsewhere stores have other words for owners.
 * @public
 */
export const accountIdSchema = z
  .string()
  .regex(/^\d{12}$/, 'is not an AWS account id: 12 digits');

/**
 * A key of 32 bytes, in base64, as SSE-C takes it.
 * @public
 */
export const customerKeySchema = z
  .string()
  .regex(
    /^[A-Za-z0-9+/]{43}=$/,
    'is not 32 bytes in base64 (openssl rand -base64 32)',
  );

/**
 * How a destination wants its objects to be kept; what is not there is left
 * to the bucket. `secretText` is what stands in the place of secrets.
 * @internal
 */
export function storeOptionsOf<S extends z.ZodType>(secretText: S) {
  return z.strictObject({
    /**
     * Of artifacts alone: manifests, locks and proofs stay in the bucket's own
     * class, so that they can be read at once.
     */
    storageClass: z
      .string()
      .regex(
        /^[A-Z0-9][A-Z0-9_-]{0,63}$/,
        'is not a storage class: capital letters, digits, _ and -',
      )
      .optional(),
    /** By the store, of everything that is written. */
    encryption: z
      .discriminatedUnion('type', [
        z.strictObject({ type: z.literal('AES256') }),
        z.strictObject({
          type: z.literal('aws:kms'),
          /** ARN, id or alias; none: the account's own key for S3. */
          keyId: z.string().min(1).max(2048).optional(),
          /** One data key for many objects: fewer calls of KMS. */
          bucketKey: z.boolean().optional(),
          /** Goes into KMS's audit trail; not secret. */
          context: z
            .record(z.string().min(1).max(128), z.string().max(512))
            .optional(),
        }),
        z.strictObject({ type: z.literal('sse-c'), key: secretText }),
      ])
      .optional(),
    /** Of everything that is written. */
    acl: z.enum(CANNED_ACLS).optional(),
    /** Tags artifacts and manifests with plan and entity. */
    tags: z.boolean().optional(),
    /** Locks artifacts and manifests, from the start of their run. */
    objectLock: z
      .strictObject({
        mode: z.enum(['GOVERNANCE', 'COMPLIANCE']),
        days: z.number().int().min(1).max(36_500),
      })
      .optional(),
    /**
     * For stores that show or stamp late what they took: waits up to a minute
     * for it, and takes the time of the backup from the store.
     */
    timeAfterStore: z.boolean().optional(),
  });
}
