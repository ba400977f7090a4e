import { stat, opendir, realpath } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { UnderstudyError } from '@understudy/model';
import {
  Inspection,
  OpenedSource,
  SourceArtifact,
  SourceContext,
  SourceExecutor,
  StoredArtifact,
} from '@understudy/engine';
import { diskError } from '../shared/freeSpace';
import { optionsOf } from '../shared/optionsOf';
import { WholeStream } from '../shared/wholeStream';
import { Archive } from './archive';
import { displayPath } from './names';
import { FilesWork, filesWorkSchema } from './options';
import { selectionOf } from './select';
import { TarError } from './tar/byteReader';
import { readTar, ReadEntry } from './tar/read';
import { judge, Unpacker } from './unpack';

const MIB = 1024 * 1024;

/** The folder itself may be reached by a link; nothing below it is. */
async function rootOf(path: string): Promise<string> {
  try {
    const root = await realpath(path);
    if ((await stat(root)).isDirectory()) {
      await (await opendir(root)).close();
      return root;
    }
  } catch (error) {
    throw rootError(path, error);
  }
  throw new UnderstudyError('source-invalid', {
    seen: `${path} is not a folder.`,
    path,
  });
}

function rootError(path: string, error: unknown): unknown {
  if (error instanceof UnderstudyError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  return code === 'ENOENT' || code === 'ENOTDIR'
    ? new UnderstudyError('source-gone', { path }, { cause: error })
    : new UnderstudyError(
        'source-denied',
        { path, reason: `${code}: ${message}` },
        { cause: error },
      );
}

/** By device and inode, so that a further name of a file is known, too. */
async function idsOf(paths: string[]): Promise<Set<string>> {
  const found = await Promise.all(
    paths.map(path => stat(path, { bigint: true }).catch(() => null)),
  );
  return new Set(
    found.filter(file => file !== null).map(({ dev, ino }) => `${dev}:${ino}`),
  );
}

async function open(
  input: FilesWork,
  context: SourceContext,
): Promise<OpenedSource> {
  const options = optionsOf(filesWorkSchema, input);
  const archive = Archive.create({
    root: await rootOf(options.path),
    selection: selectionOf(options),
    never: await idsOf(options.never),
    leftOut: path =>
      context.log('info', `${displayPath(path)} is never backed up: left out`),
    signal: context.signal,
  });
  let whole: WholeStream | undefined;

  async function* chunks() {
    try {
      yield* archive.chunks();
    } catch (error) {
      if (context.signal.aborted) throw context.signal.reason;
      throw rootError(options.path, error);
    }
  }
  async function* artifacts(): AsyncGenerator<SourceArtifact> {
    whole = WholeStream.create(
      Readable.from(chunks(), { objectMode: false, highWaterMark: MIB }),
      context.signal,
    );
    yield {
      name: 'files.tar',
      mediaType: 'application/x-tar',
      stream: whole.stream,
      // A tree without files gives no byte (see Archive), which the run
      // refuses unless its plan says that nothing is all right.
      expect: { minBytes: 0 },
    };
  }

  return {
    version: null,
    tools: {},
    // Known only after a walk, which would double the work.
    estimatedBytes: null,
    artifacts: artifacts(),
    async finish() {
      if (!whole) throw new Error('finish() before the archive was read');
      whole.expectRead();
      const { count, gaps } = archive;
      context.log('info', `${count.files} files, ${gaps.total} gaps`);
      return {
        counts: { rows: null, files: count.files },
        gaps: gaps.gaps,
        gapsTotal: gaps.total,
      };
    },
    async close() {
      whole?.stream.destroy();
    },
  };
}

function damaged(artifact: StoredArtifact, what: string, cause?: unknown) {
  return new UnderstudyError(
    'backup-damaged',
    { artifact: artifact.name, what },
    { cause },
  );
}

/** Calls `take` for each entry; what is not a whole archive is damaged. */
async function eachEntry(
  artifact: StoredArtifact,
  stream: Readable,
  context: SourceContext,
  take: (entry: ReadEntry) => Promise<void>,
): Promise<void> {
  // An empty source that was allowed to be empty.
  if (artifact.bytes === 0) {
    for await (const chunk of stream) {
      if ((chunk as Buffer).length > 0) throw damaged(artifact, 'is not empty');
    }
    return;
  }
  try {
    for await (const entry of readTar(stream)) {
      context.signal.throwIfAborted();
      await take(entry);
    }
  } catch (error) {
    if (context.signal.aborted) throw context.signal.reason;
    if (!(error instanceof TarError)) throw error;
    throw damaged(artifact, error.message, error);
  } finally {
    stream.destroy();
  }
}

async function inspect(
  artifact: StoredArtifact,
  stream: Readable,
  context: SourceContext,
): Promise<Inspection> {
  let files = 0;
  let entries = 0;
  await eachEntry(artifact, stream, context, async entry => {
    try {
      judge(entry);
    } catch (error) {
      // No restore would take it: better known now than then.
      throw damaged(artifact, (error as Error).message, error);
    }
    entries += 1;
    if (entry.type === 'file' || entry.type === 'hardLink') files += 1;
  });
  return {
    counts: { rows: null, files },
    notes: [`tar: ${entries} entries, whole to its end`],
  };
}

async function restore(
  artifact: StoredArtifact,
  stream: Readable,
  directory: string,
  context: SourceContext,
): Promise<void> {
  const unpacker = Unpacker.create(directory);
  try {
    await eachEntry(artifact, stream, context, entry => unpacker.take(entry));
    await unpacker.finish();
  } catch (error) {
    throw diskError(error, directory, artifact.bytes);
  }
}

/** Stores a folder as a tar archive and unpacks it safely. */
export const filesExecutor: SourceExecutor<FilesWork> = {
  open,
  inspect,
  restore,
  async check(input) {
    const { path } = optionsOf(filesWorkSchema, input);
    try {
      const root = await rootOf(path);
      const directory = await opendir(root);
      const first = await directory.read();
      await directory.close();
      return first
        ? { ok: true, seen: `${path} can be read.`, remedy: null }
        : {
            ok: false,
            seen: `${path} is empty.`,
            remedy:
              'We do not store an empty backup. If it may be empty, set the minimum size of the plan to 0.',
          };
    } catch (error) {
      const problem = UnderstudyError.from(error);
      return { ok: false, seen: problem.message, remedy: problem.hint };
    }
  },
};
