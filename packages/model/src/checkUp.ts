import { z } from 'zod';

const tri = z.enum(['yes', 'no', 'unknown']);

/**
 * What a probe found the store can do. Used, not shown only: a writer picks
 * its fences and checks by it.
 * @public
 */
export const capabilityProfileSchema = z.object({
  probedAt: z.string(),
  endpointHost: z.string(),
  server: z.string().nullable(),
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
});

/** @public */
export type CapabilityProfile = z.infer<typeof capabilityProfileSchema>;

/**
 * One row of a check-up.
 * @public
 */
export const checkUpStepSchema = z.object({
  id: z.enum([
    'input',
    'resolve',
    'connect',
    'clock',
    'credentials',
    'region',
    'bucket',
    'list',
    'owner',
    'put',
    'conditional-put',
    'multipart',
    'get',
    'compare',
    'delete',
  ]),
  result: z.enum(['pass', 'warn', 'fail', 'not-tested']),
  seen: z.string(),
  remedy: z.string().nullable(),
  /** A value that would mend it, e.g. the right region. */
  fix: z.object({ field: z.string(), value: z.string() }).nullable(),
  code: z.string().nullable(),
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
