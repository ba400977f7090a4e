import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  ambientSourceSchema,
  blackoutSchema,
  DestinationInput,
  destinationInputSchema,
  durationSchema,
  labelSchema,
  nameSchema,
  PlanSettings,
  planInputSchema,
  recipientSchema,
  regionSchema,
  timeZoneSchema,
} from '@understudy/model';
import { commandDefinitionSchema } from '@understudy/sources';
import { tmpdir } from 'node:os';
import { z } from 'zod';
import { MAX_LABELS } from './queue/labels';
import { QUEUE_SCHEMA } from './queue/pgBoss/schema';

const sealingKeySchema = z
  .string()
  .transform(text => Buffer.from(text, 'base64'))
  .refine(
    key => key.length === 32,
    'is not 32 bytes in base64 (openssl rand -base64 32)',
  );

const absolute = z.string().startsWith('/', 'is not an absolute path');

const mailSchema = z.strictObject({
  from: z.string().min(3),
  host: z.string().min(1),
  port: z.number().int().min(1).max(65535).default(587),
  secure: z.enum(['starttls', 'tls', 'none']).default('starttls'),
  user: z.string().optional(),
  password: z.string().optional(),
});

const limit = z.number().int().min(1).max(10_000).nullable().default(null);

/** A name stands once in its list, so that no entry hides another one. */
function uniqueNames(items: Array<{ name: string }>): boolean {
  return new Set(items.map(item => item.name)).size === items.length;
}

const schema = z.strictObject({
  admins: z.array(z.string()).default([]),
  timeZone: timeZoneSchema.optional(),
  automaticBackup: z.boolean().default(true),
  secretKeys: z.array(sealingKeySchema).default([]),
  secrets: z.record(z.string(), z.string()).default({}),
  tempDirectory: absolute.default(() => tmpdir()),
  toolFolders: z.array(absolute).min(1).optional(),
  commands: z
    .array(commandDefinitionSchema)
    .default([])
    .refine(uniqueNames, 'holds a name twice'),
  roots: z
    .strictObject({
      read: z.array(absolute).default([]),
      write: z.array(absolute).default([]),
    })
    .default({ read: [], write: [] }),
  network: z
    .strictObject({
      allow: z.array(z.string()).default([]),
      deny: z.array(z.string()).default([]),
    })
    .default({ allow: [], deny: [] }),
  allowedRegions: z.array(regionSchema.min(1)).min(1).optional(),
  credentials: z
    .strictObject({ ambient: z.array(ambientSourceSchema).default([]) })
    .default({ ambient: [] }),
  mail: mailSchema.optional(),
  worker: z
    .strictObject({
      role: z.enum(['all', 'api', 'worker']).default('all'),
      concurrency: z.number().int().min(1).max(64).default(2),
      lease: durationSchema
        .refine(ms => ms >= 10_000, 'is shorter than 10 seconds')
        .default(60_000),
      labels: z.array(labelSchema).max(MAX_LABELS).default([]),
      /** That runs get to end by themselves when the portal goes down. */
      drain: durationSchema.default(20_000),
    })
    .default({
      role: 'all',
      concurrency: 2,
      lease: 60_000,
      labels: [],
      drain: 20_000,
    }),
  queue: z
    .strictObject({
      type: z.enum(['pg-boss', 'database']).default('pg-boss'),
      schema: z
        .string()
        .regex(/^[a-z][a-z0-9_]{0,49}$/, 'is not a plain lower-case name')
        .default(QUEUE_SCHEMA),
    })
    .default({ type: 'pg-boss', schema: QUEUE_SCHEMA }),
  /** Runs at a time, over all workers; absent: no limit. */
  limits: z
    .strictObject({
      running: limit,
      perDestination: limit,
      perSourceHost: limit,
    })
    .default({ running: null, perDestination: null, perSourceHost: null }),
  history: z
    .strictObject({
      days: z.number().int().min(1).default(400),
      perPlan: z.number().int().min(1).default(50),
    })
    .default({ days: 400, perPlan: 50 }),
  /** No run begins by itself in these, in the portal's zone. */
  blackouts: z.array(blackoutSchema).max(20).default([]),
  drills: z
    .strictObject({
      places: z
        .array(
          z.strictObject({
            name: nameSchema,
            type: z.string(),
            options: z.record(z.string(), z.unknown()),
          }),
        )
        .refine(uniqueNames, 'holds a name twice')
        .default([]),
    })
    .default({ places: [] }),
  prices: z
    .strictObject({
      /** When they were looked up. */
      asOf: z.string().regex(/^\d{4}-\d\d-\d\d$/, 'write it as 2026-11-01'),
      currency: z.string().regex(/^[A-Z]{3}$/, 'write it as EUR'),
      perGiBMonth: z.record(z.string(), z.number().nonnegative()),
    })
    .optional(),
  keys: z
    .array(
      z.strictObject({
        name: nameSchema,
        recipient: recipientSchema,
        identityFile: absolute.optional(),
      }),
    )
    .refine(uniqueNames, 'holds a name twice')
    .default([]),
  destinations: z
    .array(destinationInputSchema)
    .refine(uniqueNames, 'holds a name twice')
    .default([]),
  plans: z
    .array(planInputSchema)
    .refine(uniqueNames, 'holds a name twice')
    .default([]),
});

/** How mail is sent. @internal */
export type MailConfig = z.output<typeof mailSchema>;

/** What stands under `s3Backup`, with its defaults. @internal */
export type BackupConfig = Omit<
  z.output<typeof schema>,
  'destinations' | 'plans'
> & {
  timeZone: string;
  destinations: DestinationInput[];
  plans: PlanSettings[];
  /** Of the portal's own pages, for links in mails. */
  appBaseUrl: string;
  /** The permission framework decides; else `admins` do. */
  permissionEnabled: boolean;
};

/** `['plans', 0, 'schedule']` → `s3Backup.plans[0].schedule`. */
function pathOf(parts: PropertyKey[]): string {
  return parts.reduce<string>(
    (path, part) =>
      typeof part === 'number' ? `${path}[${part}]` : `${path}.${String(part)}`,
    's3Backup',
  );
}

/**
 * Reads and checks `s3Backup` once, at the start. What is wrong is named by
 * its path; values are not repeated, for they may be secrets.
 * @internal
 */
export function readConfig(config: Config): BackupConfig {
  const parsed = schema.safeParse(config.getOptional('s3Backup') ?? {});
  if (!parsed.success) {
    const lines = parsed.error.issues.map(
      issue => `${pathOf(issue.path)}: ${issue.message}`,
    );
    throw new InputError(`Configuration is not valid: ${lines.join('; ')}`);
  }
  const { timeZone, ...rest } = parsed.data;
  return {
    ...rest,
    timeZone:
      timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone ?? 'UTC',
    appBaseUrl: config.getOptionalString('app.baseUrl') ?? '',
    permissionEnabled: config.getOptionalBoolean('permission.enabled') ?? false,
  };
}
