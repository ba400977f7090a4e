import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, parse, resolve } from 'node:path';
import {
  ReadProgress,
  restoreBackup,
  RestoreOrder,
  restoreToPlace,
  SourceExecutor,
} from '@understudy/engine';
import { Manifest, UnderstudyError } from '@understudy/model';
import { executors } from '@understudy/sources/executor';
import { Console } from '../console';
import { findBackup } from '../findBackup';
import { size } from '../format';
import { readIdentities } from '../identities';
import { IntoDatabase, intoDatabase } from '../intoDatabase';
import { Flags } from '../options';
import { openPlace } from '../place';
import { Progress } from '../progress';
import { rawExecutor } from '../rawExecutor';
import { UsageError } from '../usage';

function executorFor(type: string, raw: boolean): SourceExecutor {
  if (raw) return rawExecutor;
  if (Object.hasOwn(executors, type)) return executors[type];
  throw new UnderstudyError(
    'options-invalid',
    { what: `This program does not know how to take back "${type}".` },
    {
      hint: 'With --raw it writes the artifacts as they are, decrypted and decompressed.',
    },
  );
}

/** A portal's databases are PostgreSQL's like any other, where they are there. */
const readsAs = (into: IntoDatabase, type: string) =>
  type === 'portal' && into.type === 'postgres' ? 'postgres' : type;

function placeOf(into: IntoDatabase, { source }: Manifest) {
  if (readsAs(into, source.type) === into.type) return into;
  throw new UnderstudyError('options-invalid', {
    what: `A backup of type "${source.type}" cannot be restored into a ${into.type} server.`,
  });
}

const restoreToFolder = (
  order: Omit<RestoreOrder, 'target' | 'roots' | 'runId'>,
  target: string,
) =>
  restoreBackup({
    ...order,
    target,
    // Whoever sits at this machine may write where the machine lets them.
    roots: [parse(target).root],
    runId: randomUUID(),
  });

/** `understudy restore BACKUP --to FOLDER`, or `--into URL` */
export async function restore(
  words: string[],
  flags: Flags,
  console: Console,
): Promise<number> {
  if (words.length !== 1) throw new UsageError('restore which backup?');
  if (Boolean(flags.to) === Boolean(flags.into)) {
    throw new UsageError(
      'say where: --to, the folder to make, or --into, a database to make',
    );
  }
  const into = flags.into ? await intoDatabase(flags.into, flags) : null;
  const identities = await readIdentities(flags.identity);
  const bucket = await openPlace(flags, console);
  const tempDirectory = await mkdtemp(join(tmpdir(), 'understudy-'));
  const stop = new AbortController();
  const onSignal = () =>
    stop.abort(
      new UnderstudyError(
        'cancelled',
        { by: 'you', phase: 'restore' },
        {
          message: 'The restore was stopped; what it had written is removed.',
        },
      ),
    );
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  const progress = Progress.create(console);
  try {
    const { id, folder, manifest } = await findBackup(bucket, words[0], flags);
    progress.line(`Restoring ${id} (${manifest.plan}, ${manifest.finishedAt})`);
    if (!manifest.complete) {
      progress.line(
        `This backup has ${manifest.gapsTotal} gaps; "show" names them.`,
      );
    }
    const order = {
      bucket,
      folder,
      artifacts: flags.artifact,
      executor: executorFor(
        into ? readsAs(into, manifest.source.type) : manifest.source.type,
        flags.raw && !into,
      ),
      identities,
      tempDirectory,
      signal: stop.signal,
      log: (level: string, text: string) => {
        if (level !== 'debug') progress.line(text);
      },
      onProgress: ({ bytesRead, bytesTotal }: ReadProgress) =>
        progress.bytes(bytesRead, bytesTotal),
    };
    const { path, artifacts, bytes } = into
      ? await restoreToPlace({ ...order, ...placeOf(into, manifest) })
      : await restoreToFolder(order, resolve(flags.to!));
    progress.line(
      `Restored to ${path}: ${artifacts} ${
        artifacts === 1 ? 'artifact' : 'artifacts'
      }, ${size(bytes)}; every byte was the manifest's.`,
    );
    if (flags.json) {
      console.out(`${JSON.stringify({ id, path, artifacts, bytes })}\n`);
    }
    return 0;
  } finally {
    progress.end();
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    await rm(tempDirectory, { recursive: true, force: true });
    bucket.close();
  }
}
