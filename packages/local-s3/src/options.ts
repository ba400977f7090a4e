import { z } from 'zod';
import { storageClasses } from './storageClasses';
import { ownerships } from './store/bucketRecord';
import { type LocalS3User, userSchema } from './users';

/**
 * A bucket that is made at the start.
 *
 * @public
 */
export interface LocalS3Bucket {
  /** As S3 takes names. */
  name: string;
  /** One of those that the endpoint serves. */
  region?: string;
  /** Keeps versions from the start. */
  versioning?: boolean;
  /** Made for Object Lock, which needs versions and turns them on. */
  objectLock?: boolean;
  /** All four public access blocks are on, as AWS makes new buckets. */
  blockPublicAccess?: boolean;
  /** Who may set ACLs; `BucketOwnerEnforced`, which refuses them, if not given. */
  ownership?: 'BucketOwnerEnforced' | 'BucketOwnerPreferred' | 'ObjectWriter';
}

/**
 * How a local S3 endpoint is started.
 *
 * @public
 */
export interface LocalS3Options {
  /** The folder that holds everything. One process at a time may use it. */
  directory: string;
  /** Who may sign requests at the start, at least one. */
  users: LocalS3User[];
  /** The region of buckets that are made without one; `us-east-1` if not given. */
  region?: string;
  /** Further regions that buckets may be in; a request signed for another than its bucket's is redirected. */
  regions?: string[];
  /** 0, the default, takes a free port. */
  port?: number;
  /** The address to listen on; `127.0.0.1` if not given. */
  host?: string;
  /** Buckets that are made at the start where they are missing. */
  buckets?: Array<string | LocalS3Bucket>;
  /** The account that owns the buckets; `000000000000` if not given. */
  accountId?: string;
  /** The storage classes that are taken; all those of S3 if not given. */
  storageClasses?: string[];
  /** How long an archived object takes to come back, in milliseconds of the virtual clock; as long as on S3 if not given. */
  thawMs?: number;
  /** The KMS keys there are, by id or ARN; any is taken if not given. A write under a disabled one is refused. */
  kmsKeys?: Record<string, 'enabled' | 'disabled'>;
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

const regionSchema = z.string().regex(/^[a-z0-9-]+$/);

const optionsSchema = z.strictObject({
  directory: z.string().min(1),
  users: z.array(userSchema).min(1),
  region: regionSchema.default('us-east-1'),
  regions: z.array(regionSchema).default([]),
  port: z.number().int().min(0).max(65_535).default(0),
  host: z.string().min(1).default('127.0.0.1'),
  buckets: z
    .array(
      z.union([
        z.string().transform((name): LocalS3Bucket => ({ name })),
        z.strictObject({
          name: z.string(),
          region: regionSchema.optional(),
          versioning: z.boolean().optional(),
          objectLock: z.boolean().optional(),
          blockPublicAccess: z.boolean().optional(),
          ownership: z.enum(ownerships).optional(),
        }),
      ]),
    )
    .default([]),
  accountId: z
    .string()
    .regex(/^\d{12}$/)
    .default('000000000000'),
  storageClasses: z.array(z.string()).default([...storageClasses]),
  thawMs: z.number().min(0).optional(),
  kmsKeys: z.record(z.string(), z.enum(['enabled', 'disabled'])).optional(),
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

/** Checks options from code or from a file. The message never holds a value, since some are secrets. */
export function parseOptions(options: unknown): Settings {
  const result = optionsSchema.safeParse(options);
  if (result.success) return result.data;
  const problems = result.error.issues.map(
    issue => `${issue.path.join('.') || 'options'}: ${issue.message}`,
  );
  throw new Error(`local-s3 can't start: ${problems.join('; ')}`);
}
