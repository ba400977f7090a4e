import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { UnderstudyError } from '@understudy/model';
import { Inspection, SourceContext, StoredArtifact } from '@understudy/engine';
import { Examination, examineSqlite } from './sqliteExamine';
import { writeArtifact, writeTo } from './writeArtifact';

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

/** Writes a database back as `<artifact name>` and checks what was written. */
export async function restoreSqlite(
  artifact: StoredArtifact,
  stream: Readable,
  directory: string,
  context: SourceContext,
): Promise<void> {
  const path = await writeArtifact(artifact, stream, directory, context.signal);
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
    await writeTo(path, artifact, stream, context.signal);
    const { rows } = await check(artifact, path, context.signal);
    return { counts: { rows, files: null }, notes: ['integrity_check: ok'] };
  } finally {
    await rm(path, { force: true }).catch(() => {});
  }
}
