import { Manifest, MANIFEST_FORMAT, manifestSchema } from './manifest';
import { UnderstudyError } from './understudyError';

/**
 * Reads a manifest. Unknown fields of version 1 are kept; a newer major is
 * refused by name, everything else that does not fit as unreadable.
 * @throws UnderstudyError `manifest-unreadable` or `manifest-newer`
 * @public
 */
export function parseManifest(text: string, key: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UnderstudyError(
      'manifest-unreadable',
      { key, reason: 'it is not JSON' },
      { cause: error },
    );
  }
  const { format, version } = (value ?? {}) as {
    format?: unknown;
    version?: unknown;
  };
  if (
    format === MANIFEST_FORMAT &&
    typeof version === 'string' &&
    /^\d+\./.test(version) &&
    !version.startsWith('1.')
  ) {
    throw new UnderstudyError('manifest-newer', { key, version });
  }
  const parsed = manifestSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new UnderstudyError('manifest-unreadable', {
      key,
      reason: `${issue.path.join('.') || 'root'}: ${issue.message}`,
    });
  }
  return parsed.data;
}
