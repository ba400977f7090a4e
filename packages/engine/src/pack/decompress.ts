import { Transform } from 'node:stream';
import { createZstdDecompress } from 'node:zlib';
import { gunzipStages } from './gzipMember';
import { OneZstdFrame } from './zstdFrame';

/** The stages that undo one compressing step, and refuse what is not it alone. */
export function decompressStages(step: 'zstd' | 'gzip'): Transform[] {
  if (step === 'gzip') return gunzipStages();
  return [
    OneZstdFrame.create(),
    createZstdDecompress({ chunkSize: 256 * 1024 }),
  ];
}
