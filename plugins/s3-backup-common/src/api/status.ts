import {
  protectionSchema,
  runReferenceSchema,
  runSchema,
} from '@understudy/model';
import { z } from 'zod';
import { switchedOffSchema } from './settings';

/**
 * What a card or a row of *Needs attention* says of one plan.
 * @public
 */
export const planStatusSchema = z.object({
  plan: z.string(),
  title: z.string().nullable(),
  entityRef: z.string().nullable(),
  protection: protectionSchema,
  lastGoodBackup: z
    .object({
      id: z.string().nullable(),
      takenAt: z.string(),
      bytesStored: z.number(),
      proof: z.object({
        rung: z.string(),
        at: z.string(),
        failed: z.string().nullable(),
      }),
    })
    .nullable(),
  lastRun: runReferenceSchema.nullable(),
  running: runSchema.nullable(),
  nextSlot: z.string().nullable(),
  timeZone: z.string(),
  /** One a day, oldest first, 30 of them. */
  days: z.array(
    z.object({
      date: z.string(),
      state: z.enum(['good', 'partial', 'failed', 'missed', 'none']),
      runs: z.number(),
    }),
  ),
  mayStart: z.boolean(),
  mayRead: z.boolean(),
});
/** @public */
export type PlanStatus = z.infer<typeof planStatusSchema>;

/** GET /status @public */
export const statusSchema = z.object({
  /** False until a destination and a plan exist. */
  configured: z.boolean(),
  automaticBackup: z.object({
    enabled: z.boolean(),
    changedAt: z.string().nullable(),
    changedBy: z.string().nullable(),
    recovered: z.boolean(),
    /** While it is off: why, and until when. */
    off: switchedOffSchema.nullable(),
  }),
  /** What keeps everything from running; shown before all else. */
  troubles: z.array(
    z.object({
      code: z.enum(['no-tick', 'no-worker', 'destination-down']),
      since: z.string(),
      /** How many runs wait for it. */
      runs: z.number(),
      destination: z.string().nullable(),
    }),
  ),
  counts: z.object({
    plans: z.number(),
    protected: z.number(),
    atRisk: z.number(),
    notProtected: z.number(),
    paused: z.number(),
  }),
  /** Of all plans: the oldest newest-good-backup, and the newest of all. */
  oldestGood: z.object({ plan: z.string(), takenAt: z.string() }).nullable(),
  newestGood: z.object({ plan: z.string(), takenAt: z.string() }).nullable(),
  lastDay: z.object({
    succeeded: z.number(),
    partial: z.number(),
    failed: z.number(),
    missed: z.number(),
    cancelled: z.number(),
  }),
  running: z.array(runSchema),
  next: z.array(
    z.object({
      plan: z.string(),
      entityRef: z.string().nullable(),
      at: z.string(),
      timeZone: z.string(),
    }),
  ),
  stored: z.object({ backups: z.number(), bytes: z.number() }).nullable(),
  days: planStatusSchema.shape.days,
  attention: z.array(planStatusSchema),
});
/** @public */
export type Status = z.infer<typeof statusSchema>;

/** GET /entities/:kind/:namespace/:name @public */
export const entityStatusSchema = z.object({
  entityRef: z.string(),
  plans: z.array(planStatusSchema),
  mayCreatePlan: z.boolean(),
});
/** @public */
export type EntityStatus = z.infer<typeof entityStatusSchema>;
