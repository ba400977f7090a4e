import { z } from 'zod';

/**
 * Name of a plan, a destination or a key: unique in the portal and safe in an
 * object key.
 * @public
 */
export const nameSchema = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
    'use 1–63 lower-case letters, digits and dashes, beginning and ending with a letter or digit',
  );

/**
 * Name of an artifact: one path segment of an object key.
 * @public
 */
export const artifactNameSchema = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,120}$/)
  .refine(name => name !== '.' && name !== '..', 'is not a file name');

/**
 * Lower-case UUID version 7, so that run ids sort by time (RFC 9562).
 * @public
 */
export const runIdSchema = z
  .string()
  .regex(
    /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );

/**
 * Id of a backup: hex of the first 16 bytes of a SHA-256, see `backupId` of
 * the engine.
 * @public
 */
export const backupIdSchema = z.string().regex(/^[0-9a-f]{32}$/);

/**
 * RFC 3339 instant in UTC with milliseconds, as `Date.toISOString` writes it.
 * @public
 */
export const instantSchema = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  .refine(text => !Number.isNaN(Date.parse(text)), 'is not an instant');

/** @public */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * CRC32 as S3 writes it: base64 of four bytes, big-endian.
 * @public
 */
export const crc32Schema = z.string().regex(/^[A-Za-z0-9+/]{6}==$/);

/**
 * A number of bytes: a safe, non-negative integer.
 * @public
 */
export const bytesSchema = z
  .number()
  .int()
  .nonnegative()
  .max(Number.MAX_SAFE_INTEGER);

/** Bytes of a text in an object key, where all but plain ones take three. */
function lengthInKey(text: string): number {
  return [...new TextEncoder().encode(text)].reduce(
    (sum, byte) =>
      sum + (/[A-Za-z0-9._-]/.test(String.fromCharCode(byte)) ? 1 : 3),
    0,
  );
}

/**
 * Lower-cased entity ref `kind:namespace/name`. Its length leaves a key below
 * the longest prefix within S3's 1,024 bytes.
 * @public
 */
export const entityRefSchema = z
  .string()
  .max(512)
  .refine(ref => lengthInKey(ref) <= 200, 'is too long for an object key')
  .regex(/^[^:/\s]+:[^:/\s]+\/[^:/\s]+$/, 'write it as kind:namespace/name')
  .transform(ref => ref.toLocaleLowerCase('en-US'));

/**
 * First segments under a prefix that no entity kind may use.
 * @public
 */
export const RESERVED_SEGMENTS = ['_portal', '_owner', '_checkup'] as const;
