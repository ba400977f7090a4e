import { Transform } from 'node:stream';
import { createZstdDecompress } from 'node:zlib';
import { gunzipStages } from './gzipMember';
import { owning, releasing } from '../ownBytes';
import { OneZstdFrame } from './zstdFrame';

/** Bytes of a piece. */
const PIECE = 1024 * 1024;

/** The stages that undo one compressing step, and refuse what is not it alone. */
export function decompressStages(step: 'zstd' | 'gzip'): Transform[] {
  if (step === 'gzip') return gunzipStages();
  return [
    OneZstdFrame.create(),
    owning(releasing(createZstdDecompress({ chunkSize: PIECE }))),
  ];
}
