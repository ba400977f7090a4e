import { z } from 'zod';

const tri = z.enum(['yes', 'no', 'unknown']);
const found = tri.default('unknown');

/**
 * What a probe found the store can do. Used, not shown only: a writer picks
 * its fences and checks by it. Profiles of before hold fewer answers; what
 * they lack is unknown.
 * @public
 */
export const capabilityProfileSchema = z.object({
  probedAt: z.string(),
  endpointHost: z.string(),
  server: z.string().nullable(),
  /** The client that asked: another one may get other answers. */
  probedBy: z.string().default(''),
  /** A second PUT with `If-None-Match: *` was refused with 412. */
  conditionalPut: tri,
  /** The same on CompleteMultipartUpload. */
  conditionalComplete: tri,
  /** HEAD with ChecksumMode echoes the CRC32 that was sent. */
  checksumEcho: tri,
  /** Bytes of a buffer, and of a multipart, came back as they went. */
  bytesReadBack: tri,
  /** All parts but the last must have one length (R2). */
  uniformParts: z.boolean(),
  maxParts: z.number().int().positive(),
  /** A body in chunks with a trailer (aws-chunked) is taken, and unwrapped. */
  chunkedBodies: found,
  /** ListMultipartUploads answers by prefix, not by exact key only. */
  listUploads: found,
  /** Unfinished uploads can be ended. */
  abort: found,
  /** A part of an object can be read. */
  rangedGet: found,
  /** CopyObject within the bucket. */
  copy: found,
  /** DeleteObjects: as the SDK sends it, only with an MD5, or not at all. */
  multiDelete: z.enum(['yes', 'md5', 'no', 'unknown']).default('unknown'),
  /** Single keys can be deleted. */
  delete: found,
  /** Tags go along with a PUT. */
  tags: found,
  /** The bucket keeps versions. */
  versioning: found,
  /** The bucket was made for Object Lock. */
  objectLock: found,
  /** Median time of a small request, in milliseconds. */
  latencyMs: z.number().nullable().default(null),
  /** What the store said where the answer is not yes, by capability. */
  errors: z.record(z.string(), z.string()).default({}),
});

/** @public */
export type CapabilityProfile = z.infer<typeof capabilityProfileSchema>;

/**
 * Steps of a check-up, in the order in which things fail. Some are there only
 * where a destination asks for what they try.
 * @public
 */
export const CHECK_UP_STEPS = [
  'input',
  'resolve',
  'allowed',
  'connect',
  'clock',
  'credentials',
  'region',
  'bucket',
  'list',
  'owner',
  'put',
  'conditional-put',
  'stream',
  'multipart',
  'conditional-complete',
  'abort',
  'get',
  'compare',
  'range',
  'copy',
  'delete',
  'multi-delete',
  'tags',
  'storage-class',
  'encryption',
  'acl',
  'versioning',
  'lock',
  'clean-up',
  'public-access',
  'default-encryption',
  'lifecycle',
  'replication',
  'mfa-delete',
  'distance',
] as const;

/** @public */
export type CheckUpStepId = (typeof CHECK_UP_STEPS)[number];

/**
 * One row of a check-up.
 * @public
 */
export const checkUpStepSchema = z.object({
  id: z.enum(CHECK_UP_STEPS),
  result: z.enum(['pass', 'warn', 'fail', 'not-tested']),
  seen: z.string(),
  remedy: z.string().nullable(),
  /** A value that would mend it, e.g. the right region. */
  fix: z.object({ field: z.string(), value: z.string() }).nullable(),
  code: z.string().nullable(),
  /** Of the error behind the code, to say it in another language. */
  details: z.record(z.string(), z.unknown()).default({}),
  /** The step whose failure left this one untried. */
  needs: z.enum(CHECK_UP_STEPS).nullable().default(null),
  milliseconds: z.number(),
});

/** @public */
export type CheckUpStep = z.infer<typeof checkUpStepSchema>;

/** @public */
export const checkUpSchema = z.object({
  at: z.string(),
  verdict: z.enum(['ready', 'ready-with-warnings', 'not-ready']),
  steps: z.array(checkUpStepSchema),
  profile: capabilityProfileSchema.nullable(),
});

/** @public */
export type CheckUp = z.infer<typeof checkUpSchema>;

/**
 * One line of a check-up that is watched while it goes on: which step runs, a
 * step that ended, and last the whole, or the error that ended it.
 * @public
 */
export const checkUpLineSchema = z.union([
  z.object({ running: z.enum(CHECK_UP_STEPS) }),
  z.object({ step: checkUpStepSchema }),
  z.object({ checkUp: checkUpSchema }),
  z.object({
    error: z.looseObject({ name: z.string(), message: z.string() }),
  }),
]);

/** @public */
export type CheckUpLine = z.infer<typeof checkUpLineSchema>;

/**
 * Why a check-up was made.
 * @public
 */
export const checkUpReasonSchema = z.enum([
  'asked',
  'daily',
  'weekly',
  'changed',
  'error',
]);

/** @public */
export type CheckUpReason = z.infer<typeof checkUpReasonSchema>;

/**
 * A check-up as history keeps it.
 * @public
 */
export const checkUpRecordSchema = checkUpSchema.extend({
  reason: checkUpReasonSchema,
});

/** @public */
export type CheckUpRecord = z.infer<typeof checkUpRecordSchema>;
