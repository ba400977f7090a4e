import { Readable } from 'node:stream';
import {
  findTool,
  Inspection,
  SourceContext,
  StoredArtifact,
  ToolFailure,
} from '@understudy/engine';
import { UnderstudyError } from '@understudy/model';
import { writeArtifact } from '../writeArtifact';
import { CUSTOM_TYPE, SQL_TYPE } from './dump';
import { POSTGRES_FOLDERS, postgresMissing } from './PostgresTools';
import { DumpWalk, walkAll, walkCustom, walkPlain } from './walkDump';

export const mediaTypeOf = (format: 'custom' | 'plain') =>
  format === 'custom' ? CUSTOM_TYPE : SQL_TYPE;

export const isCustom = ({ mediaType }: StoredArtifact) =>
  mediaType === CUSTOM_TYPE;

async function walkOf(
  artifact: StoredArtifact,
  context: SourceContext,
): Promise<DumpWalk> {
  if (!isCustom(artifact)) return walkPlain();
  // The newest: it reads what every older one wrote.
  const { found, searched } = await findTool(
    'pg_restore',
    context,
    POSTGRES_FOLDERS,
  );
  if (found.length === 0) throw postgresMissing('pg_restore', searched);
  return walkCustom(found[0], context);
}

/** Walks every byte of a stored dump, and counts its rows. */
export async function inspectDump(
  artifact: StoredArtifact,
  stream: Readable,
  context: SourceContext,
): Promise<Inspection> {
  const walk = await walkOf(artifact, context);
  try {
    await walkAll(walk, stream);
  } catch (error) {
    if (context.signal.aborted) throw context.signal.reason;
    if (error instanceof UnderstudyError) throw error;
    const what =
      error instanceof ToolFailure ? error.stderr : (error as Error).message;
    throw new UnderstudyError(
      'backup-damaged',
      { artifact: artifact.name, what },
      { cause: error },
    );
  }
  const how = isCustom(artifact)
    ? 'pg_restore read all of it'
    : 'its trailer is there';
  return { counts: { rows: walk.rows, files: null }, notes: [how] };
}

/** Writes a dump as a file: `pg_restore` or `psql` reads it. */
export async function restoreDump(
  artifact: StoredArtifact,
  stream: Readable,
  directory: string,
  context: SourceContext,
): Promise<void> {
  await writeArtifact(artifact, stream, directory, context.signal);
}
