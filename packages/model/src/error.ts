import { z } from 'zod';

/**
 * Stable codes of what can go wrong. The first failure of a run wins and
 * names its remedy; `ui.md` holds the words.
 * @public
 */
export const ERROR_CODES = [
  's3-denied-put',
  's3-denied-list',
  's3-denied-get',
  's3-denied-delete',
  's3-denied-abort',
  's3-denied-setup',
  's3-no-such-bucket',
  's3-wrong-owner',
  's3-wrong-region',
  's3-unknown-key',
  's3-swapped-keys',
  's3-bad-signature',
  's3-clock-skew',
  's3-expired-token',
  's3-sse-c-blocked',
  's3-kms-denied',
  's3-acl-refused',
  's3-no-versioning',
  's3-no-object-lock',
  's3-bad-storage-class',
  's3-too-large',
  's3-slow-down',
  's3-quota',
  's3-locked',
  's3-needs-thaw',
  's3-not-readable-yet',
  's3-corrupt',
  's3-conflict',
  's3-unsupported',
  's3-not-s3',
  's3-failed',
  'net-not-found',
  'net-not-allowed',
  'net-plain-http',
  'region-not-allowed',
  'append-only',
  'net-refused',
  'net-reset',
  'net-timeout',
  'net-slow',
  'tls-untrusted',
  'credentials-missing',
  'credentials-malformed',
  'disk-full',
  'source-gone',
  'source-denied',
  'source-empty',
  'source-failed',
  'source-invalid',
  'tool-missing',
  'pg-missing',
  'pg-version',
  'db-auth',
  'suspicious',
  'stalled',
  'time-limit',
  'worker-lost',
  'lease-lost',
  'cancelled',
  'foreign-prefix',
  'nested-prefix',
  'stale-epoch',
  'identity-missing',
  'identity-mismatch',
  'recipients-missing',
  'secret-key-missing',
  'manifest-unreadable',
  'manifest-newer',
  'backup-damaged',
  'backup-gone',
  'backup-deleting',
  'last-good-backup',
  'backup-locked',
  'prune-stopped',
  'artifact-missing',
  'restore-target-exists',
  'restore-target-outside',
  'restore-unsafe',
  'restore-failed',
  'assertion-failed',
  'drill-refused',
  'options-invalid',
  'plan-gone',
  'destination-gone',
  'defect',
] as const;

/** @public */
export type ErrorCode = (typeof ERROR_CODES)[number];

/** @public */
export const errorCodeSchema = z.enum(ERROR_CODES);

/**
 * An error as a run row, a check-up step or an API answer holds it. Holds no
 * credential and no secret option.
 * @public
 */
export const problemSchema = z.object({
  code: errorCodeSchema,
  title: z.string(),
  message: z.string(),
  hint: z.string(),
  details: z.record(z.string(), z.unknown()).default({}),
});

/** @public */
export type Problem = z.infer<typeof problemSchema>;
