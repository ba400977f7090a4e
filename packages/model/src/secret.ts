import { z } from 'zod';

/**
 * A reference to a secret in the portal's configuration, e.g.
 * `{ $config: 's3Backup.secrets.webshopDb' }`.
 * @public
 */
export const configReferenceSchema = z.strictObject({
  $config: z.string().regex(/^s3Backup\.secrets\.[A-Za-z0-9_-]+$/),
});

/**
 * What an answer says of a secret: that it is set, never its value. Sent back
 * unchanged in a PUT it means *keep the one that is set*.
 * @public
 */
export const secretStateSchema = z.object({
  set: z.literal(true),
  updatedAt: z.string().nullable(),
});

/** @public */
export type SecretState = z.infer<typeof secretStateSchema>;

/**
 * A secret on input: its value, a reference into configuration, or the state
 * from an earlier answer (keep). Options made with it are sealed and
 * write-only; {@link secretPaths} finds them.
 * @public
 */
export const secret = () =>
  z
    .union([
      z.string().min(1).max(8192),
      configReferenceSchema,
      secretStateSchema,
    ])
    .meta({ secret: true });

/** @public */
export type SecretInput = z.infer<ReturnType<typeof secret>>;

type Shape = {
  shape?: Record<string, unknown>;
  options?: unknown[];
  unwrap?: () => unknown;
};

function metaOf(schema: unknown): { secret?: boolean } | undefined {
  const withMeta = schema as { meta?: () => { secret?: boolean } | undefined };
  return typeof withMeta?.meta === 'function' ? withMeta.meta() : undefined;
}

/**
 * Paths of all options of a schema that were made with {@link secret}, such as
 * `credentials.secretAccessKey`.
 * @public
 */
export function secretPaths(schema: z.ZodType, at: string[] = []): string[] {
  if (metaOf(schema)?.secret) return [at.join('.')];
  const { shape, options, unwrap } = schema as unknown as Shape;
  const inner: string[] = [];
  if (shape) {
    for (const [key, child] of Object.entries(shape)) {
      inner.push(...secretPaths(child as z.ZodType, [...at, key]));
    }
  } else if (Array.isArray(options)) {
    for (const child of options) {
      if (child && typeof child === 'object')
        inner.push(...secretPaths(child as z.ZodType, at));
    }
  } else if (typeof unwrap === 'function') {
    inner.push(...secretPaths(unwrap.call(schema) as z.ZodType, at));
  }
  return [...new Set(inner)];
}
