import { createReadStream, createWriteStream } from 'node:fs';
import {
  copyFile,
  mkdir,
  readFile,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { UnderstudyError } from '@understudy/model';
import type {
  OpenedSource,
  SourceContext,
  SourceExecutor,
} from '../source/contract';
import { executorChecks, ExecutorSuite, testSourceExecutor } from '.';

interface Options {
  path: string;
}

/** Copies one JSON file; small, and as an executor should be. */
class JsonFile implements SourceExecutor<Options> {
  async open({ path }: Options, context: SourceContext): Promise<OpenedSource> {
    const { signal, tempDirectory } = context;
    signal.throwIfAborted();
    const copy = join(tempDirectory, 'copy.json');
    await copyFile(path, copy).catch(error => {
      throw new UnderstudyError('source-gone', { path }, { cause: error });
    });
    const { size } = await stat(copy);
    const stream = createReadStream(copy, { signal });
    stream.on('error', () => {});
    let ended = false;
    stream.once('end', () => {
      ended = true;
    });
    async function* artifacts() {
      yield {
        name: 'file.json',
        mediaType: 'application/json',
        stream,
        expect: { minBytes: 2, bytes: size },
      };
    }
    return {
      version: null,
      tools: {},
      estimatedBytes: size,
      artifacts: artifacts(),
      async finish() {
        if (!ended)
          throw new UnderstudyError('source-failed', { seen: 'half' });
        return { counts: { rows: null, files: 1 }, gaps: [], gapsTotal: 0 };
      },
      async close() {
        stream.destroy();
        await rm(copy, { force: true });
      },
    };
  }

  async inspect(_artifact: unknown, stream: Readable) {
    const parts: Buffer[] = [];
    for await (const part of stream) parts.push(part as Buffer);
    JSON.parse(Buffer.concat(parts).toString());
    return { counts: { rows: null, files: 1 }, notes: [] };
  }

  async restore(
    artifact: { name: string },
    stream: Readable,
    directory: string,
  ) {
    await pipeline(stream, createWriteStream(join(directory, artifact.name)));
  }
}

const suiteOf = (
  executor: SourceExecutor<Options>,
): ExecutorSuite<Options> => ({
  executor,
  async make(directory) {
    await mkdir(directory, { recursive: true });
    const path = join(directory, 'data.json');
    await writeFile(path, JSON.stringify({ text: 'x'.repeat(2_000_000) }));
    return { path };
  },
  contentOf: async ({ path }) => JSON.parse(await readFile(path, 'utf8')),
  restoredContentOf: async directory =>
    JSON.parse(await readFile(join(directory, 'file.json'), 'utf8')),
  missing: async directory => ({ path: join(directory, 'gone.json') }),
});

testSourceExecutor('a sound executor', suiteOf(new JsonFile()));

const GOOD = { counts: { rows: null, files: 1 }, gaps: [], gapsTotal: 0 };

/** One thing done wrong, and the check that must notice it. */
const WRONG: Array<[string, string, () => SourceExecutor<Options>]> = [
  [
    'a name that is none',
    'valid names',
    () => changed(opened => renamed(opened, '../file.json')),
  ],
  [
    'a length it does not keep',
    'valid names',
    () => changed(opened => announced(opened, 7)),
  ],
  [
    'an end that is always good',
    'a reader went away',
    () => changed(opened => ({ ...opened, finish: async () => GOOD })),
  ],
  [
    'a close that forgets its file',
    'without being read',
    () => changed(opened => ({ ...opened, close: async () => {} })),
  ],
  [
    'a deaf ear for the signal',
    'is raised already',
    () => changed(opened => opened, { deaf: true }),
  ],
  [
    'an error of nobody',
    'not there',
    () => changed(opened => opened, { wordless: true }),
  ],
  [
    'an eye for nothing',
    'half an artifact',
    () =>
      Object.assign(new JsonFile(), {
        inspect: async () => ({ ...GOOD, notes: [] }),
      }),
  ],
  [
    'a file beside its folder',
    'writes nowhere else',
    () => {
      const executor = new JsonFile();
      const { restore } = executor;
      executor.restore = async (artifact, stream, directory) => {
        await restore.call(executor, artifact, stream, directory);
        await writeFile(join(dirname(directory), 'beside'), '');
      };
      return executor;
    },
  ],
  [
    'an error that is swallowed',
    'stream that breaks',
    () => {
      const executor = new JsonFile();
      const { restore } = executor;
      executor.restore = async (artifact, stream, directory) =>
        restore.call(executor, artifact, stream, directory).catch(() => {});
      return executor;
    },
  ],
];

function changed(
  change: (opened: OpenedSource) => OpenedSource,
  how: { deaf?: boolean; wordless?: boolean } = {},
): SourceExecutor<Options> {
  const executor = new JsonFile();
  const { open } = executor;
  executor.open = async (options, context) => {
    const { signal } = how.deaf ? new AbortController() : context;
    try {
      return change(await open.call(executor, options, { ...context, signal }));
    } catch (error) {
      throw how.wordless ? new Error('ENOENT') : error;
    }
  };
  return executor;
}

function renamed(opened: OpenedSource, name: string): OpenedSource {
  async function* artifacts() {
    for await (const artifact of opened.artifacts) yield { ...artifact, name };
  }
  return { ...opened, artifacts: artifacts() };
}

function announced(opened: OpenedSource, bytes: number): OpenedSource {
  async function* artifacts() {
    for await (const artifact of opened.artifacts) {
      yield { ...artifact, expect: { minBytes: 0, bytes } };
    }
  }
  return { ...opened, artifacts: artifacts() };
}

describe('the checks notice', () => {
  it.each(WRONG)('%s', async (_, name, make) => {
    const check = executorChecks(suiteOf(make())).find(each =>
      each.name.includes(name),
    );
    await expect(check!.run()).rejects.toThrow();
  });
});
