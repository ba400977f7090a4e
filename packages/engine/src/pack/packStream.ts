import { Readable, Transform, Writable } from 'node:stream';
import { PackStep } from '@understudy/model';
import { AgeEncrypt } from './ageEncrypt';
import { chain } from './chain';
import { Compression, compressor } from './compress';
import { Digest, DigestStream } from './digest';

/** @public */
export interface PackOptions {
  compression: Compression;
  /** Nobody: stored in clear. */
  recipients: string[];
  /** Of the compression; 3 for zstd, 6 for gzip. */
  level?: number;
}

/** @public */
export interface PackStream {
  input: Writable;
  output: Readable;
  /** In the order they are applied. */
  steps: PackStep[];
  /** Settles once the last byte was taken in. */
  result: Promise<{ plain: Digest }>;
}

/**
 * Compresses, then encrypts. An error of any stage destroys both ends with it.
 * @public
 */
export function packStream(options: PackOptions): PackStream {
  const digest = DigestStream.create();
  const stages: Transform[] = [digest];
  const steps: PackStep[] = [];
  const compress = compressor(options.compression, options.level);
  if (compress && options.compression !== 'none') {
    stages.push(compress);
    steps.push(options.compression);
  }
  if (options.recipients.length > 0) {
    stages.push(AgeEncrypt.create({ recipients: options.recipients }));
    steps.push('age');
  }
  return {
    input: digest,
    output: chain(stages),
    steps,
    result: measured(digest),
  };
}

function measured(digest: DigestStream): Promise<{ plain: Digest }> {
  const result = new Promise<{ plain: Digest }>((resolve, reject) => {
    digest.once('close', () => {
      if (digest.digest) resolve({ plain: digest.digest });
      else reject(digest.errored ?? new Error('packing ended early'));
    });
    digest.once('end', () => {
      if (digest.digest) resolve({ plain: digest.digest });
    });
  });
  // Whoever reads `output` sees the same error; nobody must handle it twice.
  result.catch(() => {});
  return result;
}
