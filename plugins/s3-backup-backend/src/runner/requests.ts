import type { RunKind } from '@understudy/model';
import { z } from 'zod';

const folder = z.string().min(1).max(1024);
const backupId = z.string().regex(/^[0-9a-f]{32}$/);

/**
 * What a run was asked to do, as its row keeps it. Holds no secret.
 * @internal
 */
export const runRequestSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('backup') }),
  z.strictObject({
    /** Publishes what was held as suspicious, after checking its bytes. */
    kind: z.literal('accept'),
    runId: z.string(),
    attempt: z.number().int().positive(),
    folder,
  }),
  z.strictObject({
    kind: z.literal('restore'),
    backupId,
    folder,
    /** Absolute path of a folder that does not exist yet; or `place`. */
    target: z.string().min(1).optional(),
    /** What is new on the server of the plan. */
    place: z.record(z.string(), z.unknown()).optional(),
    artifacts: z.array(z.string()).optional(),
  }),
  z.strictObject({
    kind: z.literal('verify'),
    backupId,
    folder,
    to: z.enum(['stored', 'read', 'opened']),
  }),
  /** Into a scratch place, asked, and thrown away. */
  z.strictObject({ kind: z.literal('drill'), backupId, folder }),
  z.strictObject({
    kind: z.literal('delete'),
    backupId,
    folder,
    why: z.string(),
  }),
  z.strictObject({
    /** To another destination, plan or entity; each copy is checked. */
    kind: z.literal('copy'),
    backupId,
    folder,
    /** All of the run's plan at its destination. */
    all: z.boolean(),
    to: z.strictObject({
      destination: z.string(),
      /** None: as the manifest names them. */
      plan: z
        .strictObject({ name: z.string(), entityRef: z.string().nullable() })
        .nullable(),
    }),
    /** Deletes each one once its copy was read. */
    move: z.boolean(),
  }),
  /** By the rules that the plan has when it begins. */
  z.strictObject({ kind: z.literal('prune') }),
  z.strictObject({
    /** Fills the cache of backups from the bucket. */
    kind: z.literal('rebuild'),
    dryRun: z.boolean(),
  }),
]);

/** @internal */
export type RunRequest = z.infer<typeof runRequestSchema>;

/** What history calls the run of a request. @internal */
export function kindOf({ kind }: RunRequest): RunKind {
  return kind === 'accept' ? 'backup' : kind;
}
