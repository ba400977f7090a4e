import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { SourceExecutor } from '@understudy/engine';
import { UnderstudyError } from '@understudy/model';

const BLOCK = 256 * 1024;

/** Bytes that do not repeat and do not compress, the same for every reader. */
export function* noise(bytes: number): Generator<Buffer> {
  let seed = createHash('sha512').update('understudy').digest();
  for (let at = 0; at < bytes; at += BLOCK) {
    seed = createHash('sha512').update(seed).digest();
    const block = Buffer.alloc(BLOCK);
    for (let to = 0; to < BLOCK; to += seed.length) {
      seed.copy(block, to);
      block.writeUInt32LE(to, to);
    }
    yield block.subarray(0, Math.min(BLOCK, bytes - at));
  }
}

/** SHA-256 of so much noise. */
export function noiseSha256(bytes: number): string {
  const hash = createHash('sha256');
  for (const block of noise(bytes)) hash.update(block);
  return hash.digest('hex');
}

function* broken(bytes: number): Generator<Buffer> {
  yield* noise(bytes);
  throw new UnderstudyError('source-gone', { path: 'the source' });
}

/** How much noise, and whether it ends well. */
export interface NoiseOptions {
  bytes: number;
  breaks?: boolean;
  /** As a source that can't tell its size. */
  unknownSize?: boolean;
}

/** A source of one artifact of noise, which comes back as a file. */
export const noiseSource: SourceExecutor<NoiseOptions> = {
  async open({ bytes, breaks, unknownSize }) {
    async function* artifacts() {
      yield {
        name: 'noise.bin',
        mediaType: 'application/octet-stream',
        stream: Readable.from(breaks ? broken(bytes) : noise(bytes), {
          objectMode: false,
        }),
        expect: { minBytes: 1 },
      };
    }
    return {
      version: null,
      tools: {},
      estimatedBytes: unknownSize ? null : bytes,
      artifacts: artifacts(),
      finish: async () => ({
        counts: { rows: null, files: 1 },
        gaps: [],
        gapsTotal: 0,
      }),
      close: async () => {},
    };
  },
  async inspect(_artifact, stream) {
    for await (const _ of stream) void _;
    return { counts: { rows: null, files: 1 }, notes: [] };
  },
  async restore({ name }, stream, directory) {
    await pipeline(stream, createWriteStream(join(directory, name)));
  },
};
