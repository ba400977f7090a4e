import { z } from 'zod';
import { capabilityProfileSchema } from './checkUp';
import { credentialsOf } from './destinationCredentials';
import { accountIdSchema, storeOptionsOf } from './destinationStore';
import { reachFaults, reachOptions } from './destinationWhere';
import { transferOptionsOf } from './destinationTransfer';
import { nameSchema } from './names';
import { providerSchema } from './providers';
import { secret, secretStateSchema } from './secret';

/**
 * A virtual root inside the bucket: no leading or trailing slash, no `.`, `..`
 * or empty segment, no control characters. At most 512 bytes so that the keys
 * below it stay within S3's 1,024.
 * @public
 */
export const prefixSchema = z
  .string()
  .transform(text => text.replace(/\/+$/, ''))
  .pipe(
    z
      .string()
      .refine(
        text => new TextEncoder().encode(text).length <= 512,
        'is longer than 512 bytes',
      )
      .refine(text => !text.startsWith('/'), 'begins with a slash')
      .refine(
        // Halves of a character would be written as one and the same sign.
        text => !/[\p{Cc}\p{Cs}\ufffe\uffff]/u.test(text),
        'holds control characters',
      )
      .refine(
        text =>
          text === '' ||
          text
            .split('/')
            .every(part => part !== '' && part !== '.' && part !== '..'),
        'holds an empty segment, . or ..',
      ),
  );

/**
 * Bucket names as S3 has them (3–63 characters).
 * @public
 */
export const bucketSchema = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    'is not a bucket name: 3–63 lower-case letters, digits, dots and dashes',
  );

/**
 * Whose rights are used. Configuration must allow all that is of the machine.
 * @public
 */
export const credentialsSchema = credentialsOf(secret());

/**
 * A destination as the API and configuration take it.
 * @public
 */
export const destinationInputSchema = z
  .strictObject({
    name: nameSchema,
    title: z.string().max(200).optional(),
    bucket: bucketSchema,
    prefix: prefixSchema.default(''),
    ...reachOptions,
    /** Refuses the bucket where another account owns it. */
    expectedBucketOwner: accountIdSchema.optional(),
    /**
     * The keys may list and put, and nothing else: nothing is read back,
     * verified, pruned or restored with them.
     */
    appendOnly: z.boolean().optional(),
    credentials: credentialsSchema,
    /** Others for deleting; none: the same. */
    pruneCredentials: credentialsSchema.optional(),
    /** Others for restores, verification and downloads; none: the same. */
    restoreCredentials: credentialsSchema.optional(),
    store: storeOptionsOf(secret()).optional(),
    transfer: transferOptionsOf(secret()).optional(),
  })
  .superRefine((input, context) => {
    for (const [name, message] of reachFaults(input)) {
      context.addIssue({ code: 'custom', path: [name], message });
    }
  });

/** @public */
export type DestinationInput = z.infer<typeof destinationInputSchema>;

/** @public */
export const destinationHealthSchema = z.enum([
  'healthy',
  'degraded',
  'unhealthy',
  'not-tested',
]);

/**
 * A destination as the API answers it: secrets only say that they are set.
 * @public
 */
export const destinationSchema = z.object({
  name: nameSchema,
  title: z.string().nullable(),
  bucket: z.string(),
  prefix: z.string(),
  region: z.string().nullable(),
  endpoint: z.string().nullable(),
  forcePathStyle: z.boolean(),
  provider: providerSchema.optional(),
  failoverEndpoints: z.array(z.string()).optional(),
  allowPlainHttp: z.boolean().optional(),
  dualStack: z.boolean().optional(),
  fips: z.boolean().optional(),
  accelerate: z.boolean().optional(),
  appendOnly: z.boolean().optional(),
  expectedBucketOwner: z.string().optional(),
  store: storeOptionsOf(secretStateSchema).optional(),
  transfer: transferOptionsOf(secretStateSchema).optional(),
  credentials: credentialsOf(secretStateSchema),
  pruneCredentials: credentialsOf(secretStateSchema).optional(),
  restoreCredentials: credentialsOf(secretStateSchema).optional(),
  /** What the trust policy of an assumed role must ask for; made here. */
  externalId: z.string().optional(),
  /** Path in app-config, or null where it is stored in the database. */
  fromConfig: z.string().nullable(),
  /** True for a stored one that configuration of the same name hides. */
  shadowed: z.boolean(),
  health: destinationHealthSchema,
  checkedAt: z.string().nullable(),
  /** What the store was found to be able to do; null where nobody asked yet. */
  profile: capabilityProfileSchema.nullable(),
  usedBy: z.array(z.string()),
  stored: z.object({ backups: z.number(), bytes: z.number() }),
  updatedAt: z.string().nullable(),
  updatedBy: z.string().nullable(),
});

/** @public */
export type Destination = z.infer<typeof destinationSchema>;

/** @public */
export type DestinationHealth = z.infer<typeof destinationHealthSchema>;
