import { z } from 'zod';
import { durationSchema } from './duration';
import { entityRefSchema, nameSchema } from './names';
import { problemSchema } from './error';
import { planProofSchema, proofRulesSchema } from './proof';
import { retentionSchema, retentionStateSchema } from './retention';
import { blackoutSchema, scheduleSchema } from './schedule';
import { sizeSchema } from './size';

/**
 * An age recipient, `age1…` (X25519, C2SP age v1).
 * @public
 */
export const recipientSchema = z
  .string()
  .regex(/^age1[02-9ac-hj-np-z]{20,}$/, 'is not an age recipient (age1…)');

/**
 * To whom a plan's backups are encrypted: named keys and pasted recipients, or
 * nobody. *In clear* is explicit and keeps a standing warning.
 * @public
 */
export const encryptionSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('age'),
    keys: z.array(nameSchema).default([]),
    recipients: z.array(recipientSchema).default([]),
  }),
  z.strictObject({ type: z.literal('clear') }),
]);

/** @public */
export type Encryption = z.infer<typeof encryptionSchema>;

/**
 * The source of a plan; options are checked against the schema of its type.
 * @public
 */
export const planSourceSchema = z.strictObject({
  type: z.string().regex(/^[a-z][a-z0-9-]{0,40}$/),
  options: z.record(z.string(), z.unknown()).default({}),
});

/**
 * What a worker has and a plan may ask for, e.g. `near-orders-db`.
 * @public
 */
export const labelSchema = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9.-]{0,30}[a-z0-9])?$/,
    'is not a label: lower-case letters, digits, dots and dashes, at most 32',
  );

const common = {
  name: nameSchema,
  title: z.string().max(200).optional(),
  /** Null or absent: the plan belongs to the portal. */
  entityRef: entityRefSchema.nullish(),
  source: planSourceSchema,
  /** Names of destinations, all of which get each backup; absent: the default one. */
  destinations: z
    .array(nameSchema)
    .min(1)
    .max(8)
    .refine(names => new Set(names).size === names.length, 'names one twice')
    .optional(),
  encryption: encryptionSchema.optional(),
  compression: z.enum(['zstd', 'gzip', 'none']).default('zstd'),
  schedule: scheduleSchema,
  /** Its backups and restores need a worker that has all of these labels. */
  worker: z
    .strictObject({ labels: z.array(labelSchema).max(6).default([]) })
    .optional(),
  /** The plan's own switch: false stops its schedule, not *Back up now*. */
  enabled: z.boolean().default(true),
  /** Which of several waiting runs begins first. Absent: `normal`. */
  priority: z.enum(['low', 'normal', 'high']).optional(),
  /** Quiet hours of its own, beside those of the portal. */
  blackouts: z.array(blackoutSchema).max(10).optional(),
  /** Slots missed while nothing was awake: the latest runs once, or none. Absent: `latest`. */
  catchUp: z.enum(['latest', 'skip']).optional(),
  /** A slot that falls while the plan runs waits for it, or is missed. Absent: `queue`. */
  overlap: z.enum(['queue', 'skip']).optional(),
};

/**
 * A plan as the API and configuration take it. Durations become milliseconds,
 * sizes bytes.
 * @public
 */
export const planInputSchema = z.strictObject({
  ...common,
  /** Explicit 0 lets an empty source pass. Absent: more than nothing. */
  minimumBytes: sizeSchema.optional(),
  /** Start window: each plan begins at a moment of its own within it. Absent: at its slot. */
  spread: durationSchema
    .refine(value => value <= 12 * 3_600_000, 'is longer than twelve hours')
    .optional(),
  /** A good backup older than this puts the plan at risk. Absent: from the schedule. */
  freshness: durationSchema.optional(),
  retry: z
    .strictObject({
      count: z.number().int().min(0).max(10).default(2),
      backoff: durationSchema.default(30_000),
    })
    .default({ count: 2, backoff: 30_000 }),
  /** Absent: backups are kept until they are deleted by hand. */
  retention: retentionSchema.optional(),
  /** Absent: the defaults. */
  proof: proofRulesSchema.optional(),
  timeLimit: durationSchema.default(24 * 3_600_000),
  stallLimit: durationSchema.default(10 * 60_000),
});

/** @public */
export type PlanInput = z.input<typeof planInputSchema>;

/** @public */
export type PlanSettings = z.output<typeof planInputSchema>;

/**
 * How well a plan is protected, and the reasons, worst first.
 * @public
 */
export const protectionSchema = z.object({
  state: z.enum(['protected', 'at-risk', 'not-protected', 'paused']),
  reasons: z.array(
    z.object({
      code: z.enum([
        'never-ran',
        'no-good-backup',
        'too-old',
        'last-failed',
        'last-partial',
        'last-missed',
        'destination-lacks',
        'proof-failed',
        'proof-overdue',
        'switched-off',
        'paused',
        'automatic-off',
        'recovered',
      ]),
      details: z.record(z.string(), z.unknown()),
    }),
  ),
});

/** @public */
export type Protection = z.infer<typeof protectionSchema>;

/**
 * A short reference to a run, for lists.
 * @public
 */
export const runReferenceSchema = z.object({
  id: z.string(),
  status: z.enum([
    'queued',
    'running',
    'succeeded',
    'partial',
    'failed',
    'cancelled',
    'missed',
  ]),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  error: problemSchema.pick({ code: true, title: true }).nullable(),
});

/** @public */
export type RunReference = z.infer<typeof runReferenceSchema>;

/**
 * A plan as the API answers it: its settings, and how it does.
 * @public
 */
export const planSchema = z.object({
  ...common,
  title: z.string().nullable(),
  entityRef: z.string().nullable(),
  ownerRef: z.string().nullable(),
  destinations: z.array(z.string()),
  encryption: encryptionSchema,
  compression: z.enum(['zstd', 'gzip', 'none']),
  enabled: z.boolean(),
  minimumBytes: z.number().nullable(),
  /** Milliseconds. */
  freshness: z.number(),
  /** False where it follows from the schedule. */
  freshnessIsOwn: z.boolean(),
  retry: z.object({ count: z.number(), backoff: z.number() }),
  /** Null: backups are kept until they are deleted by hand. */
  retention: retentionStateSchema.nullable(),
  /** Milliseconds. */
  spread: z.number().optional(),
  proof: planProofSchema,
  timeLimit: z.number(),
  stallLimit: z.number(),
  /** The slot that is left out, and who said so. */
  skip: z
    .object({ slot: z.string(), by: z.string(), at: z.string() })
    .nullable(),
  pausedUntil: z.string().nullable(),
  pausedBy: z.string().nullable(),
  pausedAt: z.string().nullable(),
  fromConfig: z.string().nullable(),
  shadowed: z.boolean(),
  timeZone: z.string(),
  nextSlot: z.string().nullable(),
  protection: protectionSchema,
  lastGoodBackup: z
    .object({
      id: z.string(),
      takenAt: z.string(),
      bytesStored: z.number(),
      proof: z.string(),
    })
    .nullable(),
  lastRun: runReferenceSchema.nullable(),
  usualSeconds: z.number().nullable(),
  backups: z.number(),
  /** The line to add to the entity, where its annotation is missing. */
  notice: z.string().nullable(),
  updatedAt: z.string().nullable(),
  updatedBy: z.string().nullable(),
});

/** @public */
export type Plan = z.infer<typeof planSchema>;
