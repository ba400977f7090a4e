import { z } from 'zod';

const assertionSchema = z.object({
  name: z.string(),
  sql: z.string().optional(),
  expected: z.string(),
  got: z.union([z.string(), z.number(), z.null()]),
  ok: z.boolean(),
});

type Parts = Record<string, unknown>;

/** A figure of a proof's evidence, whose shape goes by the rung. */
export function numberIn(evidence: Parts, name: string): number | undefined {
  const value = evidence[name];
  return typeof value === 'number' ? value : undefined;
}

export function textIn(evidence: Parts, name: string): string | undefined {
  const value = evidence[name];
  return typeof value === 'string' && value ? value : undefined;
}

/** What a drill compared; nothing of other rungs. */
export function assertionsOf(evidence: Parts) {
  const parsed = z.array(assertionSchema).safeParse(evidence.assertions);
  return parsed.success ? parsed.data : [];
}
