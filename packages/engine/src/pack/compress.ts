import { Transform } from 'node:stream';
import { createGzip } from 'node:zlib';
import { OneFrameCompress } from './zstdCompress';

/**
 * How the bytes of an artifact are compressed.
 * @public
 */
export type Compression = 'zstd' | 'gzip' | 'none';

/** The compressing stage, or undefined where there is none. */
export function compressor(
  compression: Compression,
  level?: number,
): Transform | undefined {
  if (compression === 'zstd') {
    return OneFrameCompress.create({ level: level ?? 3 });
  }
  if (compression === 'gzip') {
    return createGzip({ chunkSize: 256 * 1024, level: level ?? 6 });
  }
  return undefined;
}
