import type { SecretInput } from '@understudy/model';

type Options = Record<string, unknown>;

function parentOf(options: Options, path: string[]): Options | undefined {
  return path.slice(0, -1).reduce<Options | undefined>((at, key) => {
    const next = at?.[key];
    return next && typeof next === 'object' ? (next as Options) : undefined;
  }, options);
}

/**
 * Takes the secrets out of options: what stays may be stored in the open.
 * @internal
 */
export function takeSecrets(
  options: Options,
  paths: string[],
): { open: Options; secrets: Map<string, SecretInput> } {
  const open = structuredClone(options);
  const secrets = new Map<string, SecretInput>();
  for (const path of paths) {
    const parts = path.split('.');
    const parent = parentOf(open, parts);
    const key = parts[parts.length - 1];
    if (parent && parent[key] !== undefined) {
      secrets.set(path, parent[key] as SecretInput);
      delete parent[key];
    }
  }
  return { open, secrets };
}

/**
 * Puts values back where {@link takeSecrets} took them from.
 * @internal
 */
export function putSecrets(
  open: Options,
  values: Map<string, unknown>,
): Options {
  const options = structuredClone(open);
  for (const [path, value] of values) {
    const parts = path.split('.');
    let at = options;
    for (const key of parts.slice(0, -1)) {
      at[key] ??= {};
      at = at[key] as Options;
    }
    at[parts[parts.length - 1]] = value;
  }
  return options;
}
