import { z } from 'zod';
import { durationSchema } from './duration';
import { artifactNameSchema, nameSchema } from './names';
import { rungSchema } from './manifest';

/**
 * What a question must answer. `atLeastOfLast: 0.95` compares with what the
 * last good drill of the plan got; the first one has nothing to compare with.
 * @public
 */
export const expectationSchema = z
  .strictObject({
    equals: z.union([z.string(), z.number()]).optional(),
    atLeast: z.number().optional(),
    atMost: z.number().optional(),
    atLeastOfLast: z.number().positive().max(1).optional(),
  })
  .refine(
    expected => Object.values(expected).some(value => value !== undefined),
    'says nothing that could be wrong',
  );

/** @public */
export type Expectation = z.output<typeof expectationSchema>;

/**
 * One query and what it must answer, asked of what a drill restored: one
 * SELECT, of which the first column of the first row counts.
 * @public
 */
export const drillQuestionSchema = z.strictObject({
  name: nameSchema,
  sql: z
    .string()
    .max(4000)
    .regex(/^\s*(?:select|with)\b/i, 'is not a SELECT')
    .refine(sql => !/[;\0]/.test(sql), 'holds a semicolon: one SELECT only'),
  /** Which database, by its artifact; needed where a backup has several. */
  artifact: artifactNameSchema.optional(),
  expect: expectationSchema,
});

/** @public */
export type DrillQuestion = z.output<typeof drillQuestionSchema>;

const often = z.union([
  z.literal(false),
  durationSchema.refine(
    value => value >= 3_600_000 && value <= 366 * 86_400_000,
    'is less than an hour or more than a year',
  ),
]);

const DAY = 86_400_000;

/** Defaults of {@link proofRulesSchema}, in milliseconds. @public */
export const PROOF_DEFAULTS = {
  read: DAY,
  opened: 7 * DAY,
  drill: 30 * DAY,
};

/**
 * How often the rungs are climbed by themselves; `false`: never. Durations
 * become milliseconds.
 * @public
 */
export const proofRulesSchema = z.strictObject({
  /** Every good backup is read within this time after it was made. */
  read: often.default(PROOF_DEFAULTS.read),
  /** The newest good one is opened so often. */
  opened: often.default(PROOF_DEFAULTS.opened),
  /** The newest good one is restored into a scratch place so often. */
  drill: often.default(PROOF_DEFAULTS.drill),
  /** A name of `s3Backup.drills.places`; absent: the first of the type. */
  place: nameSchema.optional(),
  questions: z
    .array(drillQuestionSchema)
    .max(50)
    .refine(
      questions =>
        new Set(questions.map(({ name }) => name)).size === questions.length,
      'holds a name twice',
    )
    .default([]),
  /** Milliseconds for each question. */
  timeLimit: durationSchema
    .refine(value => value >= 1000 && value <= 3_600_000, 'is 1 s to 1 h')
    .default(60_000),
});

/** @public */
export type ProofRules = z.output<typeof proofRulesSchema>;

/** Why a plan's backups reach no higher rung. @public */
export const REACH_REASONS = [
  'no-identity',
  'no-drill-place',
  'plain-format',
  'no-counts',
] as const;

/** How a plan's rules read in the API, and what they achieve. @public */
export const planProofSchema = z.object({
  rules: z.object({
    read: z.union([z.number(), z.literal(false)]),
    opened: z.union([z.number(), z.literal(false)]),
    drill: z.union([z.number(), z.literal(false)]),
    place: z.string().optional(),
    questions: z.array(drillQuestionSchema),
    timeLimit: z.number(),
  }),
  /** The highest rung that its backups can reach, and why no higher. */
  reach: z.object({
    rung: rungSchema,
    why: z.enum(REACH_REASONS).nullable(),
  }),
  /** Milliseconds of the last good drill's restore. */
  rto: z.number().nullable(),
  /** When each rung is due next, and since when one is overdue. */
  due: z.array(
    z.object({
      rung: rungSchema,
      at: z.string(),
      overdue: z.boolean(),
    }),
  ),
});

/** @public */
export type PlanProof = z.infer<typeof planProofSchema>;

/** Parsed rules of a plan that says nothing. @public */
export const defaultProofRules = (): ProofRules => proofRulesSchema.parse({});
