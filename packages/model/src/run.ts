import { z } from 'zod';
import { problemSchema } from './error';

/** @public */
export const RUN_KINDS = [
  'backup',
  'restore',
  'verify',
  'drill',
  'prune',
  'delete',
  'copy',
  'rebuild',
  'rewrap',
] as const;
/** @public */
export const RUN_STATUSES = [
  'queued',
  'running',
  'succeeded',
  'partial',
  'failed',
  'cancelled',
  'missed',
] as const;
/** @public */
export const PHASES = [
  'prepare',
  'transfer',
  'check',
  'manifest',
  'read',
  'unpack',
  'write',
  'delete',
  'finish',
] as const;

/** @public */
export const runKindSchema = z.enum(RUN_KINDS);
/** @public */
export const runStatusSchema = z.enum(RUN_STATUSES);
/** @public */
export const phaseSchema = z.enum(PHASES);

/** @public */
export type RunKind = z.infer<typeof runKindSchema>;
/** @public */
export type RunStatus = z.infer<typeof runStatusSchema>;
/** @public */
export type Phase = z.infer<typeof phaseSchema>;

/**
 * Progress of the running attempt. `bytesTotal` is null where nobody knows it:
 * then there is no percentage.
 * @public
 */
export const progressSchema = z.object({
  phase: phaseSchema,
  bytesRead: z.number(),
  bytesTotal: z.number().nullable(),
  destinations: z.array(
    z.object({
      name: z.string(),
      bytesStored: z.number(),
      state: z.enum(['waiting', 'writing', 'done', 'failed']),
      error: problemSchema.nullable(),
    }),
  ),
  at: z.string(),
});

/** @public */
export type Progress = z.infer<typeof progressSchema>;

/** @public */
export const attemptSchema = z.object({
  n: z.number().int().positive(),
  worker: z.string(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  outcome: z
    .enum(['succeeded', 'partial', 'failed', 'cancelled', 'lost'])
    .nullable(),
  error: problemSchema.nullable(),
  phases: z.array(
    z.object({
      name: phaseSchema,
      startedAt: z.string(),
      endedAt: z.string().nullable(),
    }),
  ),
});

/** @public */
export type Attempt = z.infer<typeof attemptSchema>;

/**
 * One execution of a plan, as the API answers it.
 * @public
 */
export const runSchema = z.object({
  id: z.string(),
  kind: runKindSchema,
  plan: z.string(),
  planTitle: z.string().nullable(),
  entityRef: z.string().nullable(),
  /** The first one. */
  destination: z.string().nullable(),
  /** All that it goes to, or went to. */
  destinations: z.array(z.string()),
  trigger: z.object({
    type: z.enum(['schedule', 'user', 'service']),
    by: z.string().nullable(),
  }),
  slot: z.string().nullable(),
  status: runStatusSchema,
  waiting: z.object({ reason: z.string(), since: z.string() }).nullable(),
  cancelling: z.boolean(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  bytesRead: z.number().nullable(),
  bytesStored: z.number().nullable(),
  progress: progressSchema.nullable(),
  attempts: z.array(attemptSchema),
  error: problemSchema.nullable(),
  /** What else went wrong after the first error, e.g. an abort that was refused. */
  also: z.array(problemSchema),
  details: z.record(z.string(), z.unknown()),
  backups: z.array(z.string()),
  /** Kind-specific outcome, e.g. where a restore put things. */
  result: z.record(z.string(), z.unknown()).nullable(),
  usualSeconds: z.number().nullable(),
  count: z.number(),
  firstSlot: z.string().nullable(),
  lastSlot: z.string().nullable(),
});

/** @public */
export type Run = z.infer<typeof runSchema>;

/** @public */
export const logLineSchema = z.object({
  at: z.string(),
  level: z.enum(['debug', 'info', 'warn', 'error']),
  text: z.string(),
});

/** @public */
export type LogLine = z.infer<typeof logLineSchema>;
