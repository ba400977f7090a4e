import {
  artifactNameSchema,
  capabilityProfileSchema,
  destinationConnectionSchema,
  manifestSchema,
  problemSchema,
} from '@understudy/model';
import { z } from 'zod';

/**
 * What a downloading process needs, secrets in the open: over IPC only.
 * @internal
 */
export const downloadOrderSchema = z.strictObject({
  type: z.literal('download'),
  connection: destinationConnectionSchema,
  profile: capabilityProfileSchema.nullable(),
  folder: z.string(),
  manifest: manifestSchema,
  artifact: artifactNameSchema,
  form: z.enum(['stored', 'original']),
  identities: z.array(z.string()),
});

/** @internal */
export type DownloadOrder = z.infer<typeof downloadOrderSchema>;

/** How it ended; bytes go another way. @internal */
export const downloadEndSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('done') }),
  z.strictObject({ type: z.literal('failed'), problem: problemSchema }),
]);

/** @internal */
export type DownloadEnd = z.infer<typeof downloadEndSchema>;
