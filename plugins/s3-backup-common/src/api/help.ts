import { z } from 'zod';

/**
 * GET /destinations/:name/policies: what an account is set up with for this
 * destination as it is configured, each said in three ways. No secret.
 * @public
 */
export const awsDocumentsSchema = z.object({
  items: z.array(
    z.object({
      id: z.enum([
        'writer',
        'pruner',
        'restorer',
        'setup',
        'bucket-policy',
        'lifecycle',
        'lifecycle-colder',
        'alarms',
      ]),
      json: z.string(),
      /** Lines for a shell. */
      cli: z.string(),
      terraform: z.string(),
    }),
  ),
});
/** @public */
export type AwsDocuments = z.infer<typeof awsDocumentsSchema>;

/** @public */
export const adviceIdSchema = z.enum([
  'versioning',
  'default-encryption',
  'public-access',
  'lifecycle',
  'object-lock',
  'replication',
  'mfa-delete',
  'cloudtrail',
  'private-connectivity',
]);
/** @public */
export type AdviceId = z.infer<typeof adviceIdSchema>;

/** GET /destinations/:name/advice: asked of the bucket at that moment. @public */
export const bucketAdviceSchema = z.object({
  items: z.array(
    z.object({
      id: adviceIdSchema,
      state: z.enum(['done', 'to-do', 'unknown']),
      /** The call that would do it, as a line for a shell; null where nobody can from here. */
      call: z.string().nullable(),
    }),
  ),
});
/** @public */
export type BucketAdvice = z.infer<typeof bucketAdviceSchema>;

/** POST /destinations/:name/advice: `call` is the one that was shown. @public */
export const adviceApplySchema = z.strictObject({
  id: adviceIdSchema,
  call: z.string().max(65_536),
});
/** @public */
export type AdviceApply = z.infer<typeof adviceApplySchema>;
