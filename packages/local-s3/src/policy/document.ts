import { z } from 'zod';
import { operators } from './conditions';

/**
 * A policy as AWS writes it.
 *
 * @public
 */
export interface PolicyDocument {
  /** The language's version. */
  Version?: '2012-10-17' | '2008-10-17';
  /** A name; it means nothing. */
  Id?: string;
  /** One rule or many; an explicit Deny among them wins. */
  Statement: PolicyStatement | PolicyStatement[];
}

/**
 * One rule of a policy.
 *
 * @public
 */
export interface PolicyStatement {
  /** A name; it means nothing. */
  Sid?: string;
  /** What follows from it where it matches. */
  Effect: 'Allow' | 'Deny';
  /** Whom it is about; in policies of buckets only. */
  Principal?: '*' | { AWS: string | string[] };
  /** All but these. */
  NotPrincipal?: '*' | { AWS: string | string[] };
  /** Such as `s3:PutObject` or `s3:Get*`. */
  Action?: string | string[];
  /** All but these. */
  NotAction?: string | string[];
  /** ARNs, which may hold `*` and `?`. */
  Resource?: string | string[];
  /** All but these. */
  NotResource?: string | string[];
  /** Operators, then keys, then values. */
  Condition?: Record<
    string,
    Record<string, string | boolean | number | string[]>
  >;
}

const texts = z
  .union([z.string(), z.array(z.string())])
  .transform(value => [value].flat());
const values = z
  .union([
    z.string(),
    z.boolean(),
    z.number(),
    z.array(z.union([z.string(), z.boolean(), z.number()])),
  ])
  .transform(value => [value].flat().map(String));
const principal = z
  .union([
    z.literal('*').transform(() => ['*']),
    z.strictObject({ AWS: texts }).transform(({ AWS }) => AWS),
  ])
  .optional();

const statementSchema = z
  .strictObject({
    Sid: z.string().optional(),
    Effect: z.enum(['Allow', 'Deny']),
    Principal: principal,
    NotPrincipal: principal,
    Action: texts.optional(),
    NotAction: texts.optional(),
    Resource: texts.optional(),
    NotResource: texts.optional(),
    Condition: z
      .record(
        z.string().refine(name => operators(name) !== undefined),
        z.record(z.string(), values),
      )
      .default({}),
  })
  .refine(
    one =>
      (one.Action === undefined) !== (one.NotAction === undefined) &&
      (one.Resource === undefined) !== (one.NotResource === undefined),
  );

/** A policy that has been read; lists are lists. */
export const policySchema = z
  .object({
    Version: z.enum(['2012-10-17', '2008-10-17']).optional(),
    Id: z.string().optional(),
    Statement: z.union([
      statementSchema.transform(one => [one]),
      z.array(statementSchema),
    ]),
  })
  .transform(({ Statement }) => Statement);
export type Policy = z.output<typeof policySchema>;
export type Statement = Policy[number];
