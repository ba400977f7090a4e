import { configReferenceSchema } from '@understudy/model';

/**
 * The secrets of the configuration that options refer to, at any depth.
 * @internal
 */
export function configReferences(options: unknown): string[] {
  const reference = configReferenceSchema.safeParse(options);
  if (reference.success) return [reference.data.$config];
  if (typeof options !== 'object' || options === null) return [];
  return Object.values(options).flatMap(configReferences);
}
