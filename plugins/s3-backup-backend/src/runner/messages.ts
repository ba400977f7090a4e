import {
  capabilityProfileSchema,
  lockSchema,
  logLineSchema,
  manifestSchema,
  ownerFileSchema,
  phaseSchema,
  problemSchema,
  progressSchema,
  proofSchema,
} from '@understudy/model';
import { z } from 'zod';
import { workOrderSchema } from './workOrder';

/** Worker to child. @internal */
export const toChildSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('order'), order: workOrderSchema }),
  /** The lease was renewed; monotonic milliseconds of this machine. */
  z.strictObject({ type: z.literal('renewed'), until: z.number() }),
  z.strictObject({
    type: z.literal('answer'),
    id: z.number(),
    granted: z.boolean(),
  }),
  /** Stop: abort what is under way, clean up, say how it ended. */
  z.strictObject({ type: z.literal('stop'), problem: problemSchema }),
]);
/** @internal */
export type ToChild = z.infer<typeof toChildSchema>;

/** A backup as the bucket has it now. @internal */
export const publishedSchema = z.strictObject({
  id: z.string(),
  /** Name it is known by; absent: the run's only one. */
  destination: z.string().optional(),
  folder: z.string(),
  manifestKey: z.string(),
  manifest: manifestSchema,
});
/** @internal */
export type Published = z.infer<typeof publishedSchema>;

/** A backup as a rebuild finds it. @internal */
export const rebuiltSchema = publishedSchema.extend({
  deleting: z.boolean(),
  lock: lockSchema.nullable(),
  proofs: z.array(proofSchema),
});
/** @internal */
export type Rebuilt = z.infer<typeof rebuiltSchema>;

/** What a child achieved. @internal */
export const resultSchema = z.strictObject({
  outcome: z.enum(['succeeded', 'partial']),
  bytesRead: z.number().nullable().default(null),
  bytesStored: z.number().nullable().default(null),
  published: z.array(publishedSchema).default([]),
  deleted: z.array(z.string()).default([]),
  /** Believed to be deleted, and whole. */
  intact: z.array(z.string()).default([]),
  proofs: z.array(proofSchema).default([]),
  details: z.record(z.string(), z.unknown()).default({}),
  result: z.record(z.string(), z.unknown()).nullable().default(null),
  problem: problemSchema.nullable().default(null),
});
/** @internal */
export type Result = z.infer<typeof resultSchema>;
/** @internal */
export type ResultInput = z.input<typeof resultSchema>;

/** Child to worker. @internal */
export const fromChildSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('phase'), name: phaseSchema }),
  z.strictObject({
    type: z.literal('progress'),
    bytesRead: z.number(),
    bytesTotal: z.number().nullable(),
    bytesStored: z.number(),
    destinations: progressSchema.shape.destinations.optional(),
  }),
  z.strictObject({ type: z.literal('log'), lines: z.array(logLineSchema) }),
  /** *May I publish*, *may I delete*: answered by the database. */
  z.strictObject({
    type: z.literal('ask'),
    id: z.number(),
    what: z.enum(['publish', 'delete']),
    /** Which backup, where the request does not say. */
    backup: z.string().optional(),
  }),
  /** Of a rebuild, batch by batch; answered once it is kept. */
  z.strictObject({
    type: z.literal('found'),
    id: z.number(),
    backups: z.array(rebuiltSchema),
  }),
  z.strictObject({
    type: z.literal('learned'),
    destination: z.string(),
    profile: capabilityProfileSchema.optional(),
    owner: ownerFileSchema.optional(),
  }),
  z.strictObject({ type: z.literal('done'), result: resultSchema }),
  z.strictObject({
    type: z.literal('failed'),
    problem: problemSchema,
    also: z.array(problemSchema),
    details: z.record(z.string(), z.unknown()),
    proofs: z.array(proofSchema),
  }),
]);
/** @internal */
export type FromChild = z.infer<typeof fromChildSchema>;
