import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { artifactNameSchema, UnderstudyError } from '@understudy/model';
import { Inspection, SourceContext, StoredArtifact } from '@understudy/engine';
import { diskError, needSpace } from './freeSpace';
import { Examination, examineSqlite } from './sqliteExamine';

async function check(
  artifact: StoredArtifact,
  path: string,
  signal: AbortSignal,
): Promise<Examination> {
  const damaged = (what: string, cause?: unknown) =>
    new UnderstudyError(
      'backup-damaged',
      { artifact: artifact.name, what },
      { cause },
    );
  let found: Examination;
  try {
    found = await examineSqlite(path, signal);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw damaged((error as Error).message, error);
  }
  if (found.integrity.join() !== 'ok') {
    throw damaged(`integrity_check: ${found.integrity.slice(0, 3).join('; ')}`);
  }
  return found;
}

/** Never over something that is there: `wx` is O_EXCL, which follows no link. */
async function write(
  artifact: StoredArtifact,
  stream: Readable,
  path: string,
  directory: string,
  signal: AbortSignal,
): Promise<void> {
  await needSpace(directory, artifact.bytes);
  try {
    await pipeline(
      stream,
      createWriteStream(path, { flags: 'wx', mode: 0o600 }),
      { signal },
    );
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

/** Writes a database back as `<artifact name>` and checks what was written. */
export async function restoreSqlite(
  artifact: StoredArtifact,
  stream: Readable,
  directory: string,
  context: SourceContext,
): Promise<void> {
  const name = artifactNameSchema.safeParse(artifact.name);
  if (!name.success) {
    throw new UnderstudyError('restore-unsafe', {
      entry: artifact.name,
      reason: 'not a file name',
    });
  }
  const path = join(directory, name.data);
  await write(artifact, stream, path, directory, context.signal);
  await check(artifact, path, context.signal);
  context.log('info', `${artifact.name}: integrity_check ok`);
}

/** Checks every page of a stored database, in the temporary directory. */
export async function inspectSqlite(
  artifact: StoredArtifact,
  stream: Readable,
  context: SourceContext,
): Promise<Inspection> {
  const path = join(context.tempDirectory, `${randomUUID()}.sqlite`);
  try {
    await write(artifact, stream, path, context.tempDirectory, context.signal);
    const { rows } = await check(artifact, path, context.signal);
    return { counts: { rows, files: null }, notes: ['integrity_check: ok'] };
  } finally {
    await rm(path, { force: true }).catch(() => {});
  }
}
