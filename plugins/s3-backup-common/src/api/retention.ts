import {
  bytesSchema,
  nameSchema,
  PERIODS,
  retentionReasonSchema,
  retentionSchema,
  retentionStateSchema,
  scheduleSchema,
} from '@understudy/model';
import { z } from 'zod';

const instant = z.string().datetime({ offset: true });

/** PUT /backups/:id/lock @public */
export const lockRequestSchema = z.strictObject({
  reason: z.string().trim().min(1).max(500),
  /** Null: until somebody takes it off. */
  until: instant.nullable(),
});
/** @public */
export type LockRequest = z.input<typeof lockRequestSchema>;

/** DELETE /backups/:id/lock: one without an end needs the plan's name typed. @public */
export const unlockRequestSchema = z.strictObject({
  confirm: z.string().optional(),
});

/** POST /retention/simulate: rules as they stand in a form. @public */
export const simulationRequestSchema = z.strictObject({
  /** Whose backups are looked at; absent: a plan that is not saved yet. */
  plan: nameSchema.optional(),
  /** Null: everything is kept. */
  retention: retentionSchema.nullable(),
  schedule: scheduleSchema,
  /** Until when slots are imagined, at most two years from now; absent: now. */
  asOf: instant.optional(),
});
/** @public */
export type SimulationRequest = z.input<typeof simulationRequestSchema>;

const simulatedBackupSchema = z.object({
  /** Null: it does not exist yet. */
  id: z.string().nullable(),
  takenAt: z.string(),
  keep: z.boolean(),
  reasons: z.array(retentionReasonSchema),
});

/** One day of the simulator's calendar that has backups. @public */
export const simulatedDaySchema = z.object({
  /** In the plan's zone. */
  date: z.string(),
  backups: z.number(),
  kept: z.number(),
  /** None of them exists yet. */
  future: z.boolean(),
  locked: z.boolean(),
  /** Longest period that one of them stands for. */
  period: z.enum(PERIODS).nullable(),
  /** The newest three, those that stay first. */
  newest: z.array(simulatedBackupSchema),
});
/** @public */
export type SimulatedDay = z.infer<typeof simulatedDaySchema>;

/** Answer of POST /retention/simulate. @public */
export const simulationSchema = z.object({
  timeZone: z.string(),
  asOf: z.string(),
  /** First and last day of the calendar: 53 weeks, Monday to Sunday. */
  from: z.string(),
  to: z.string(),
  today: z.string(),
  days: z.array(simulatedDaySchema),
  /** What is there at `asOf`; bytes are null where no size is usual yet. */
  kept: z.object({ backups: z.number(), bytes: bytesSchema.nullable() }),
  /** Null where the configuration names no price. */
  cost: z
    .object({
      amount: z.number(),
      currency: z.string(),
      storageClass: z.string(),
      /** When the prices were looked up. */
      pricesAsOf: z.string(),
    })
    .nullable(),
  /** What the first prune by these rules takes away, now. */
  firstPrune: z.object({
    deletes: z.number(),
    of: z.number(),
    bytes: bytesSchema,
    items: z.array(
      z.object({
        id: z.string(),
        takenAt: z.string(),
        bytesStored: z.number(),
        reason: retentionReasonSchema,
      }),
    ),
  }),
  /** The minimum keeps what another rule would let go. */
  minimumWins: z.boolean(),
});
/** @public */
export type Simulation = z.infer<typeof simulationSchema>;

/** Backups whose plan or entity is gone. @public */
export const orphanSchema = z.object({
  plan: z.string(),
  destination: z.string(),
  entityRef: z.string().nullable(),
  why: z.enum(['plan-gone', 'entity-gone']),
  backups: z.number(),
  bytes: z.number(),
  /** The last ones; null where everything was kept. */
  rules: retentionStateSchema.nullable(),
  /** Who let them go by these rules; null: nothing is pruned. */
  follow: z.object({ at: z.string(), by: z.string() }).nullable(),
});
/** @public */
export type Orphan = z.infer<typeof orphanSchema>;
/** GET /retention/orphans @public */
export const orphanListSchema = z.object({
  items: z.array(orphanSchema),
  nextCursor: z.string().nullable(),
});

/** PUT /retention/orphans/:name; following needs the plan's name typed. @public */
export const orphanFollowSchema = z.strictObject({
  follow: z.boolean(),
  confirm: z.string().optional(),
});
