import type { SourceType } from '@understudy/engine';
import {
  PlanSettings,
  SecretInput,
  secretPaths,
  UnderstudyError,
} from '@understudy/model';
import type { z } from 'zod';
import { putSecrets, takeSecrets } from '../secrets/secretOptions';
import type { SecretVault } from '../secrets/SecretVault';

/** Secrets of a plan's source in the vault. @internal */
export const optionOf = (plan: string, path: string) => ({
  table: 'plans',
  row: plan,
  field: `options.${path}`,
});

/** In words, and without the values: they may be secrets. */
export function wordsOf(error: z.ZodError, root: string): string {
  return error.issues
    .map(
      issue =>
        `${[root, ...issue.path.map(String)].join('.')} ${issue.message}`,
    )
    .join('; ');
}

/**
 * Options of a source with its secrets opened, checked against the schema of
 * its type.
 * @throws UnderstudyError `options-invalid`
 */
export async function openOptions(
  type: SourceType,
  plan: Pick<PlanSettings, 'name' | 'source'> & { fromConfig: string | null },
  vault: SecretVault,
): Promise<{ options: unknown; secrets: string[] }> {
  const paths = secretPaths(type.optionsSchema);
  const { open, secrets } = takeSecrets(plan.source.options, paths);
  const values = new Map<string, string>();
  for (const path of paths) {
    const given = secrets.get(path) as SecretInput | undefined;
    const isState = typeof given === 'object' && 'set' in given;
    const value =
      given !== undefined && !isState
        ? vault.resolve(given)
        : await vault.get(optionOf(plan.name, path));
    if (value !== undefined) values.set(path, value);
  }
  const parsed = type.optionsSchema.safeParse(putSecrets(open, values));
  if (!parsed.success) {
    throw new UnderstudyError('options-invalid', {
      what: wordsOf(parsed.error, 'options'),
    });
  }
  return { options: parsed.data, secrets: [...values.values()] };
}
