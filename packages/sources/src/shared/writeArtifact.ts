import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { artifactNameSchema, UnderstudyError } from '@understudy/model';
import { NewFile, StoredArtifact } from '@understudy/engine';
import { diskError, needSpace } from './freeSpace';

/** Never over something that is there: `wx` is O_EXCL, which follows no link. */
export async function writeTo(
  path: string,
  artifact: StoredArtifact,
  stream: Readable,
  signal: AbortSignal,
): Promise<void> {
  const directory = dirname(path);
  await needSpace(directory, artifact.bytes);
  try {
    await pipeline(stream, NewFile.create({ path }), { signal });
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      throw new UnderstudyError(
        'restore-target-exists',
        { path },
        { cause: error },
      );
    }
    throw diskError(error, directory, artifact.bytes);
  }
}

/** Writes an artifact as a file of its name, and answers its path. */
export async function writeArtifact(
  artifact: StoredArtifact,
  stream: Readable,
  directory: string,
  signal: AbortSignal,
): Promise<string> {
  const name = artifactNameSchema.safeParse(artifact.name);
  if (!name.success) {
    throw new UnderstudyError('restore-unsafe', {
      entry: artifact.name,
      reason: 'not a file name',
    });
  }
  const path = join(directory, name.data);
  await writeTo(path, artifact, stream, signal);
  return path;
}
