import { z } from 'zod';

/**
 * Where a machine may have credentials of its own: one place, or `default`,
 * which tries all of them in this order.
 * @public
 */
export const AMBIENT_SOURCES = [
  'default',
  'environment',
  'profile',
  'web-identity',
  'container',
  'instance',
] as const;

/** @public */
export const ambientSourceSchema = z.enum(AMBIENT_SOURCES);

/** @public */
export type AmbientSource = z.infer<typeof ambientSourceSchema>;

/**
 * A role as IAM names it.
 * @public
 */
export const roleArnSchema = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/,
    'is not the ARN of a role: arn:aws:iam::<account>:role/<name>',
  );

const keysOf = <S extends z.ZodType>(secretText: S) =>
  z.strictObject({
    type: z.literal('keys'),
    accessKeyId: z.string().max(256),
    secretAccessKey: secretText,
    /** Of temporary credentials; they end, and backups with them. */
    sessionToken: secretText.optional(),
  });

const ambient = z.strictObject({
  type: z.literal('ambient'),
  source: ambientSourceSchema.optional(),
  /** For `profile`: its name in the shared files; else `default`. */
  profile: z
    .string()
    .regex(/^[\w.@:+-]{1,128}$/)
    .optional(),
});

const assumeRoleOf = <S extends z.ZodType>(secretText: S) =>
  z.strictObject({
    type: z.literal('assume-role'),
    roleArn: roleArnSchema,
    /** What audit trails show. */
    sessionName: z
      .string()
      .regex(/^[\w+=,.@-]{2,64}$/)
      .optional(),
    /** Seconds until they are renewed. */
    durationSeconds: z.number().int().min(900).max(43_200).optional(),
    /** Another STS than that of AWS in the region. */
    stsEndpoint: z.string().max(512).optional(),
    /** Who assumes the role. */
    base: z.discriminatedUnion('type', [keysOf(secretText), ambient]),
  });

/**
 * Whose rights are used: keys, what the machine has, or a role that one of
 * the two assumes. `secretText` is what stands in the place of secrets.
 * @internal
 */
export function credentialsOf<S extends z.ZodType>(secretText: S) {
  return z.discriminatedUnion('type', [
    keysOf(secretText),
    ambient,
    assumeRoleOf(secretText),
  ]);
}

/**
 * The same as the engine gets it: a role has its external id.
 * @internal
 */
export function openCredentialsOf<S extends z.ZodType>(secretText: S) {
  return z.discriminatedUnion('type', [
    keysOf(secretText),
    ambient,
    assumeRoleOf(secretText).extend({ externalId: z.string().optional() }),
  ]);
}
