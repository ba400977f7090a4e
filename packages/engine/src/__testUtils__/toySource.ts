import { createWriteStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { UnderstudyError } from '@understudy/model';
import type {
  OpenedSource,
  SourceArtifact,
  SourceExecutor,
} from '../source/contract';

/** What the toy source gives, and how it misbehaves. */
export interface ToyOptions {
  files: Record<string, Buffer>;
  minBytes?: number;
  /** Announced length, where it is to be checked. */
  announce?: number;
  /** Breaks the stream of the named file after so many bytes. */
  breakAfter?: { name: string; bytes: number; error: Error };
  /** Stops giving bytes after so many, without an end. */
  hangAfter?: number;
  finishError?: Error;
  gaps?: Array<{ kind: string; path: string; reason: string }>;
}

const STEP = 256 * 1024;

async function* bytesOf(
  name: string,
  bytes: Buffer,
  options: ToyOptions,
): AsyncGenerator<Buffer> {
  const { breakAfter, hangAfter } = options;
  for (let at = 0; at < bytes.length; at += STEP) {
    if (breakAfter?.name === name && at >= breakAfter.bytes) {
      throw breakAfter.error;
    }
    if (hangAfter !== undefined && at >= hangAfter) {
      await new Promise(() => {});
    }
    yield bytes.subarray(at, at + STEP);
  }
  if (breakAfter?.name === name) throw breakAfter.error;
}

/** A source in memory. Counts what the engine does with it. */
export class ToySource implements SourceExecutor<ToyOptions> {
  opened = 0;
  closed = 0;
  inspected: string[] = [];

  static create(): ToySource {
    return new ToySource();
  }

  async open(options: ToyOptions): Promise<OpenedSource> {
    this.opened += 1;
    const entries = Object.entries(options.files);
    async function* artifacts(): AsyncGenerator<SourceArtifact> {
      for (const [name, bytes] of entries) {
        yield {
          name,
          mediaType: 'application/octet-stream',
          stream: Readable.from(bytesOf(name, bytes, options), {
            objectMode: false,
          }),
          expect: { minBytes: options.minBytes ?? 0, bytes: options.announce },
        };
      }
    }
    return {
      version: '1.0',
      tools: {},
      estimatedBytes: entries.reduce((sum, [, { length }]) => sum + length, 0),
      artifacts: artifacts(),
      async finish() {
        if (options.finishError) throw options.finishError;
        const gaps = options.gaps ?? [];
        return {
          counts: { rows: { things: entries.length }, files: null },
          gaps,
          gapsTotal: gaps.length,
        };
      },
      close: async () => {
        this.closed += 1;
      },
    };
  }

  async inspect(artifact: { name: string }, stream: Readable) {
    this.inspected.push(artifact.name);
    let first: Buffer | undefined;
    for await (const chunk of stream) first ??= chunk as Buffer;
    if (first?.subarray(0, 3).toString() === 'BAD') {
      throw new UnderstudyError('backup-damaged', {
        artifact: artifact.name,
        what: 'is not a toy',
      });
    }
    return { counts: { rows: { things: 1 }, files: null }, notes: ['toy: ok'] };
  }

  async restore(
    artifact: { name: string },
    stream: Readable,
    directory: string,
  ): Promise<void> {
    const file = join(directory, artifact.name);
    await pipeline(stream, createWriteStream(file, { flags: 'wx' }));
    if (!(await readdir(directory)).includes(artifact.name)) {
      throw new Error('not written');
    }
  }
}
