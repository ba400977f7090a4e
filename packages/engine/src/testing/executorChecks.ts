import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { deserialize, serialize } from 'node:v8';
import { artifactNameSchema, UnderstudyError } from '@understudy/model';
import type { OpenedSource, SourceExecutor } from '../source/contract';
import { bytesOf, readSource, Taken, takeAll } from './readSource';
import {
  eventually,
  openFilesBelow,
  processesOf,
  Scratch,
  withScratch,
} from './scratch';
import { toolChecks, ToolSuite } from './toolChecks';

/**
 * A type of source that is to be tested.
 * @public
 */
export interface ExecutorSuite<TOptions> {
  executor: SourceExecutor<TOptions>;
  /**
   * Makes a sound source below a new folder; at least 1 MiB, so that a reader
   * can go away in its middle.
   */
  make(directory: string): Promise<TOptions>;
  /** What a source holds, in a form that can be compared. */
  contentOf(options: TOptions): Promise<unknown>;
  /** What a restore put into its folder, in the same form. */
  restoredContentOf(directory: string): Promise<unknown>;
  /** Options of a source that is not there. */
  missing(directory: string): Promise<TOptions>;
  /**
   * Nobody but its maker knows the form of its bytes, so half of them cannot be
   * told from all by looking; length and hash still tell.
   */
  opaque?: boolean;
  /** Where its bytes are the output of a tool. */
  tool?: ToolSuite<TOptions>;
}

/**
 * One promise of the executor contract.
 * @public
 */
export interface ExecutorCheck {
  name: string;
  run(): Promise<void>;
}

/** By value: under a test runner equal objects may come from two realms. */
function assertSame(actual: unknown, expected: unknown): void {
  const plain = (value: unknown) => deserialize(serialize(value));
  assert.deepEqual(plain(actual), plain(expected));
}

const rejects = (promise: Promise<unknown>, what: string) =>
  assert.rejects(promise, () => true, `${what} must fail`);

const HALF = 'does not find half an artifact sound';

/** In chunks, and then the end or an error. */
function streamOf(bytes: Buffer, error?: Error): Readable {
  function* chunks() {
    for (let at = 0; at < bytes.length; at += 65_536) {
      yield bytes.subarray(at, at + 65_536);
    }
    if (error) throw error;
  }
  return Readable.from(chunks(), { objectMode: false });
}

/**
 * What every executor must keep, one check each. Throws where it does not, so
 * that any test runner can call them.
 * @public
 */
export function executorChecks<TOptions>(
  suite: ExecutorSuite<TOptions>,
): ExecutorCheck[] {
  const { executor } = suite;

  async function nothingLeft({ temp, source }: Scratch): Promise<void> {
    const empty = async () =>
      (await readdir(temp)).length === 0 &&
      (await openFilesBelow(temp)).length === 0 &&
      (await processesOf(temp)).length === 0 &&
      (await openFilesBelow(source)).length === 0;
    assert.ok(
      await eventually(empty),
      `left behind: ${[
        ...(await readdir(temp)),
        ...(await openFilesBelow(temp)),
        ...(await processesOf(temp)),
        ...(await openFilesBelow(source)),
      ].join(', ')}`,
    );
  }

  async function take(scratch: Scratch): Promise<Taken[]> {
    const options = await suite.make(scratch.source);
    return (await readSource(executor, options, scratch.context)).taken;
  }

  /** Reads a little of the first artifact and then does something. */
  async function inMidStream(
    scratch: Scratch,
    act: (stream: Readable, opened: OpenedSource) => Promise<void>,
  ): Promise<void> {
    const options = await suite.make(scratch.source);
    const opened = await executor.open(options, scratch.context);
    try {
      const artifacts = opened.artifacts[Symbol.asyncIterator]();
      const { value } = await artifacts.next();
      const { stream } = value as { stream: Readable };
      stream.on('error', () => {});
      await new Promise(resolve => stream.once('readable', resolve));
      assert.ok(stream.read() !== null, 'the first artifact gave nothing');
      await act(stream, opened);
    } finally {
      await opened.close();
    }
    await opened.close();
    await nothingLeft(scratch);
  }

  const checks: Record<string, (scratch: Scratch) => Promise<void>> = {
    'gives artifacts with valid names and honest lengths, and ends well':
      async scratch => {
        const options = await suite.make(scratch.source);
        const opened = await executor.open(options, scratch.context);
        const taken = await takeAll(opened);
        const outcome = await opened.finish();
        await opened.close();
        assert.ok(taken.length > 0, 'no artifact');
        const names = taken.map(({ name }) => name);
        for (const name of names) artifactNameSchema.parse(name);
        assert.equal(new Set(names).size, names.length, 'a name came twice');
        assert.ok(outcome.gaps.length <= 1000);
        assert.ok(outcome.gapsTotal >= outcome.gaps.length);
        await nothingLeft(scratch);
      },
    'leaves the source as it was': async scratch => {
      const options = await suite.make(scratch.source);
      const before = await suite.contentOf(options);
      const opened = await executor.open(options, scratch.context);
      await takeAll(opened);
      await opened.finish();
      await opened.close();
      assertSame(await suite.contentOf(options), before);
    },
    'closes without being read, more than once': async scratch => {
      const options = await suite.make(scratch.source);
      const opened = await executor.open(options, scratch.context);
      await opened.close();
      await opened.close();
      await nothingLeft(scratch);
    },
    'does not end well where a reader went away': scratch =>
      inMidStream(scratch, async (stream, opened) => {
        stream.destroy();
        await rejects(opened.finish(), 'finish() after half a stream');
      }),
    'ends when the signal is raised in mid-stream': scratch =>
      inMidStream(scratch, async (stream, opened) => {
        scratch.context.stop.abort(new UnderstudyError('cancelled'));
        await rejects(bytesOf(stream), 'a stream that was cancelled');
        await rejects(opened.finish(), 'finish() after a cancel');
      }),
    'does not open where the signal is raised already': async scratch => {
      const options = await suite.make(scratch.source);
      scratch.context.stop.abort(new UnderstudyError('cancelled'));
      const reading = readSource(executor, options, scratch.context);
      await rejects(reading, 'a cancelled source');
      await nothingLeft(scratch);
    },
    'names a source that is not there': async scratch => {
      const options = await suite.missing(scratch.source);
      await assert.rejects(
        readSource(executor, options, scratch.context),
        error => error instanceof UnderstudyError,
      );
      await nothingLeft(scratch);
    },
    'finds its own artifacts sound': async scratch => {
      for (const { name, mediaType, bytes } of await take(scratch)) {
        const artifact = { name, mediaType, bytes: bytes.length };
        const stream = streamOf(bytes);
        await executor.inspect(artifact, stream, scratch.context);
      }
      await nothingLeft(scratch);
    },
    [HALF]: async scratch => {
      const [{ name, mediaType, bytes }] = await take(scratch);
      const half = bytes.subarray(0, Math.floor(bytes.length / 2));
      const artifact = { name, mediaType, bytes: half.length };
      await rejects(
        executor.inspect(artifact, streamOf(half), scratch.context),
        'inspecting half an artifact',
      );
      await nothingLeft(scratch);
    },
    'gives back what it took, and writes nowhere else': async scratch => {
      const { target, context, source } = scratch;
      for (const { name, mediaType, bytes } of await take(scratch)) {
        const artifact = { name, mediaType, bytes: bytes.length };
        await executor.restore(artifact, streamOf(bytes), target, context);
      }
      const options = await suite.make(`${source}-again`);
      assertSame(
        await suite.restoredContentOf(target),
        await suite.contentOf(options),
      );
      assert.equal((await readdir(dirname(target))).join(), 'target');
      await nothingLeft(scratch);
    },
    'does not restore from a stream that breaks': async scratch => {
      const { target, context } = scratch;
      const [{ name, mediaType, bytes }] = await take(scratch);
      const artifact = { name, mediaType, bytes: bytes.length };
      const broken = streamOf(
        bytes.subarray(0, Math.floor(bytes.length / 2)),
        new UnderstudyError('backup-damaged', { artifact: name }),
      );
      await rejects(
        executor.restore(artifact, broken, target, context),
        'restoring half an artifact',
      );
      assert.equal((await readdir(dirname(target))).join(), 'target');
      await nothingLeft(scratch);
    },
  };
  if (suite.opaque) delete checks[HALF];
  if (suite.tool) {
    const make = (directory: string) => suite.make(directory);
    Object.assign(checks, toolChecks({ executor, make, tool: suite.tool }));
  }
  return Object.entries(checks).map(([name, check]) => ({
    name,
    run: () => withScratch(check),
  }));
}
