import {
  capabilityProfileSchema,
  destinationConnectionSchema,
  drillQuestionSchema,
  ownerFileSchema,
  planFileSchema,
  problemSchema,
  retentionStateSchema,
  runKindSchema,
  secretsOfConnection,
} from '@understudy/model';
import { z } from 'zod';
import { runRequestSchema } from './requests';

/**
 * A fault on request, for tests: only `Worker.create` can put one into an
 * order, never the API and never configuration.
 * @internal
 */
export const faultSchema = z.strictObject({
  /** One of the engine's `FAULT_POINTS`. */
  point: z.string(),
  action: z.enum(['kill', 'stop', 'throw', 'kill-worker', 'exit']),
  /** Keeps the child from ending itself, to try the last fence alone. */
  outlive: z.boolean().default(false),
});

/** @internal */
export type Fault = z.infer<typeof faultSchema>;

/**
 * All that a child needs, secrets in the open: it travels over IPC and lives
 * in memory only.
 * @internal
 */
export const workOrderSchema = z.strictObject({
  kind: runKindSchema,
  request: runRequestSchema,
  run: z.strictObject({
    id: z.string(),
    attempt: z.number().int().positive(),
    plan: z.string(),
    planTitle: z.string().nullable(),
    entityRef: z.string().nullable(),
    slot: z.string().nullable(),
    startedAt: z.string(),
    folder: z.string(),
    by: z.string(),
  }),
  /** One at least; of a backup all. */
  destinations: z
    .array(
      z.strictObject({
        connection: destinationConnectionSchema,
        profile: capabilityProfileSchema.nullable(),
        owner: ownerFileSchema.nullable(),
        usualBytes: z.array(z.number()),
      }),
    )
    .min(1),
  /** Destinations of the run that could not be opened, and why. */
  unreachable: z.array(
    z.strictObject({ name: z.string(), problem: problemSchema }),
  ),
  /** Milliseconds one destination may do nothing while another one waits. */
  stallLimitMs: z.number(),
  /** Of a copy: where it goes. */
  target: z
    .strictObject({
      connection: destinationConnectionSchema,
      profile: capabilityProfileSchema.nullable(),
      /** Ids whose deletion here the portal believes to be begun. */
      begun: z.array(z.string()),
    })
    .nullable(),
  instance: z.string(),
  baseUrl: z.string(),
  source: z
    .strictObject({
      type: z.string(),
      /** Path of a module that exports `executors`. */
      executor: z.string(),
      options: z.unknown(),
    })
    .nullable(),
  /** Of a restore to the source's own kind of place: where its server is. */
  placeOptions: z.unknown().optional(),
  compression: z.enum(['zstd', 'gzip', 'none']),
  recipients: z.array(z.string()),
  identities: z.array(z.string()),
  minimumBytes: z.number().nullable(),
  /** To be written beside the backups of the plan. */
  planFile: planFileSchema.nullable(),
  writeRoots: z.array(z.string()),
  tempDirectory: z.string(),
  /** For parts too large for memory, where a destination names a place. */
  spoolDirectory: z.string().optional(),
  toolFolders: z.array(z.string()).optional(),
  /** Of a prune; null where everything is kept. */
  retention: z
    .strictObject({
      rules: retentionStateSchema,
      timeZone: z.string(),
      freshness: z.number().nullable(),
      clocks: z.array(z.strictObject({ name: z.string(), ahead: z.number() })),
      dryRun: z.boolean(),
      fingerprint: z.string(),
      /** Ids whose deletion the portal believes to be begun. */
      begun: z.array(z.string()),
    })
    .nullable(),
  /** Of a drill. */
  drill: z
    .strictObject({
      /** Options of a server; absent where a folder is enough. */
      server: z.unknown().optional(),
      questions: z.array(drillQuestionSchema),
      timeLimitMs: z.number(),
      last: z.record(z.string(), z.number()),
    })
    .nullable(),
  /** Signs proofs; null where this portal cannot seal it. */
  signingKey: z.string().nullable(),
  /** Its public half, for `understudy.json`. */
  publicKey: z.string().nullable(),
  /** Further secrets for the redactor. */
  secrets: z.array(z.string()),
  /** Monotonic milliseconds at which the lease ends. */
  leaseUntil: z.number(),
  fault: faultSchema.nullable(),
});

/** @internal */
export type WorkOrder = z.infer<typeof workOrderSchema>;

/** What must never leave the child in the clear. @internal */
export function secretsOfOrder(order: WorkOrder): string[] {
  return [
    ...order.destinations.flatMap(({ connection }) =>
      secretsOfConnection(connection),
    ),
    ...(order.target ? secretsOfConnection(order.target.connection) : []),
    ...order.identities,
    order.signingKey ?? '',
    ...(order.signingKey?.split('\n') ?? []),
    ...order.secrets,
  ].filter(secret => secret !== '');
}
