import { z } from 'zod';

/**
 * How a local S3 endpoint is started.
 *
 * @public
 */
export interface LocalS3Options {
  /** The folder that holds everything. One process at a time may use it. */
  directory: string;
  /** Who may sign requests. A `readOnly` user gets AccessDenied on every write. */
  users: Array<{
    accessKeyId: string;
    secretAccessKey: string;
    readOnly?: boolean;
  }>;
  /** The one region that is served; `us-east-1` if not given. */
  region?: string;
  /** 0, the default, takes a free port. */
  port?: number;
  /** The address to listen on; `127.0.0.1` if not given. */
  host?: string;
  /** Buckets that are made at the start where they are missing. */
  buckets?: string[];
  /** The clock, in milliseconds; for tests. */
  now?: () => number;
  /** Opens `/_local-s3/…` to whoever holds this token: faults and the list of requests, for tests in another process. */
  admin?: { token: string };
  /** Keeps sizes and hashes only and reads zeros back: a sink for benches. */
  discard?: boolean;
  /** `fast` gives random ETags instead of MD5, which costs more CPU than all the rest. */
  etag?: 'md5' | 'fast';
  /** Flushes to the disk before an answer; off by default. */
  fsync?: boolean;
}

const optionsSchema = z.strictObject({
  directory: z.string().min(1),
  users: z
    .array(
      // Not strict: the AWS SDK adds a field to a credentials object that is given to it, too.
      z.object({
        accessKeyId: z.string().regex(/^[\w.-]{3,128}$/),
        secretAccessKey: z.string().min(1),
        readOnly: z.boolean().default(false),
      }),
    )
    .min(1),
  region: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .default('us-east-1'),
  port: z.number().int().min(0).max(65_535).default(0),
  host: z.string().min(1).default('127.0.0.1'),
  buckets: z.array(z.string()).default([]),
  now: z
    .custom<() => number>(value => typeof value === 'function')
    .default(() => Date.now),
  admin: z.strictObject({ token: z.string().min(8) }).optional(),
  discard: z.boolean().default(false),
  etag: z.enum(['md5', 'fast']).default('md5'),
  fsync: z.boolean().default(false),
});

/** Options with their defaults. */
export type Settings = z.infer<typeof optionsSchema>;
export type User = Settings['users'][number];

/** Checks options from code or from a file. The message never holds a value, since some are secrets. */
export function parseOptions(options: unknown): Settings {
  const result = optionsSchema.safeParse(options);
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    issue => `${issue.path.join('.') || 'options'}: ${issue.message}`,
  );
  throw new Error(`local-s3 can't start: ${problems.join('; ')}`);
}
