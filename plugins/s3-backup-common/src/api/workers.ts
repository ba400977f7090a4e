import { phaseSchema, runKindSchema } from '@understudy/model';
import { z } from 'zod';

/**
 * A process that does runs, by its heartbeats.
 * @public
 */
export const workerSchema = z.object({
  /** Host, process and chance. */
  id: z.string(),
  host: z.string(),
  /** `draining`: takes nothing more; `lost`: silent for a whole lease. */
  state: z.enum(['alive', 'draining', 'lost']),
  role: z.string(),
  /** Runs at once. */
  concurrency: z.number(),
  labels: z.array(z.string()),
  /** Of the plugin. */
  version: z.string(),
  startedAt: z.string(),
  /** Its last heartbeat. */
  seenAt: z.string(),
  doing: z.array(
    z.object({
      runId: z.string(),
      attempt: z.number(),
      kind: runKindSchema,
      plan: z.string(),
      planTitle: z.string().nullable(),
      phase: phaseSchema.nullable(),
      since: z.string(),
      /** Of one core, since the heartbeat before; null: unknown. */
      cpuPercent: z.number().nullable(),
      /** Resident, of the process and its tools; null: unknown. */
      memoryBytes: z.number().nullable(),
    }),
  ),
});

/** @public */
export type Worker = z.infer<typeof workerSchema>;

/** @public */
export const workerListSchema = z.object({
  items: z.array(workerSchema),
  /** Of the backend that answered. */
  role: z.enum(['all', 'api', 'worker']),
});

/** @public */
export type WorkerList = z.infer<typeof workerListSchema>;
