import { parseArgs } from 'node:util';
import {
  bucketSchema,
  endpointSchema,
  entityRefSchema,
  nameSchema,
  prefixSchema,
} from '@understudy/model';
import { z } from 'zod';
import { UsageError } from './usage';

const FLAGS = {
  endpoint: { type: 'string' },
  region: { type: 'string' },
  bucket: { type: 'string' },
  prefix: { type: 'string' },
  'path-style': { type: 'boolean' },
  'access-key-file': { type: 'string' },
  'sse-c-key-file': { type: 'string' },
  identity: { type: 'string', multiple: true },
  plan: { type: 'string' },
  entity: { type: 'string' },
  to: { type: 'string' },
  artifact: { type: 'string', multiple: true },
  into: { type: 'string' },
  'password-file': { type: 'string' },
  owners: { type: 'boolean' },
  raw: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

const flagsSchema = z.strictObject({
  endpoint: endpointSchema.optional(),
  region: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,64}$/)
    .optional(),
  bucket: bucketSchema.optional(),
  prefix: prefixSchema.default(''),
  'path-style': z.boolean().optional(),
  'access-key-file': z.string().min(1).optional(),
  'sse-c-key-file': z.string().min(1).optional(),
  identity: z.array(z.string().min(1)).default([]),
  plan: nameSchema.optional(),
  entity: entityRefSchema.optional(),
  to: z.string().min(1).optional(),
  artifact: z.array(z.string().min(1)).optional(),
  into: z.string().min(1).optional(),
  'password-file': z.string().min(1).optional(),
  owners: z.boolean().optional(),
  raw: z.boolean().default(false),
  json: z.boolean().default(false),
  help: z.boolean().default(false),
  version: z.boolean().default(false),
});

/** What was typed, checked. */
export type Flags = z.output<typeof flagsSchema>;

export interface CommandLine {
  command: string | undefined;
  words: string[];
  flags: Flags;
}

/**
 * Reads a command line.
 * @throws UsageError with the flag that was not understood
 */
export function readCommandLine(args: string[]): CommandLine {
  let parsed;
  try {
    parsed = parseArgs({
      args,
      options: FLAGS,
      allowPositionals: true,
      allowNegative: true,
      strict: true,
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  const flags = flagsSchema.safeParse({ ...parsed.values });
  if (!flags.success) {
    const [{ path, message }] = flags.error.issues;
    throw new UsageError(`--${path[0] as string} ${message}`);
  }
  const [command, ...words] = parsed.positionals;
  return { command, words, flags: flags.data };
}
