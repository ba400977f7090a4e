import { statfs } from 'node:fs/promises';
import { UnderstudyError } from '@understudy/model';

/**
 * Refuses work that cannot fit, before its first byte. What other processes
 * write meanwhile may still fill the disk; {@link diskError} names that.
 */
export async function needSpace(
  directory: string,
  bytes: number,
): Promise<void> {
  const { bavail, bsize } = await statfs(directory);
  const free = bavail * bsize;
  if (free < bytes) {
    throw new UnderstudyError('disk-full', {
      path: directory,
      need: bytes,
      free,
    });
  }
}

/** Names a full disk; hands back any other error as it was. */
export function diskError(
  error: unknown,
  path: string,
  need: number | null,
): unknown {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  return new UnderstudyError(
    'disk-full',
    { path, need: need ?? undefined, free: 0 },
    { cause: error },
  );
}
