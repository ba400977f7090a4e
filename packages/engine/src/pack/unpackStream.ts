import { Readable, Transform, Writable } from 'node:stream';
import { PackStep, UnderstudyError } from '@understudy/model';
import { recipientOf } from './age';
import { AgeDecrypt } from './ageDecrypt';
import { Damage } from './damage';
import { chain } from './chain';
import { decompressStages } from './decompress';
import { Digest, DigestStream } from './digest';

/** @public */
export interface UnpackOptions {
  /** The manifest's steps, in the order they were applied. */
  pack: PackStep[];
  /** Age identities we hold; tried in turn. */
  identities: string[];
  expect: { plain: Digest; stored?: Digest };
  /** Named in errors. */
  artifact?: string;
  /** Named in errors. */
  recipients?: string[];
}

/** @public */
export interface UnpackStream {
  input: Writable;
  output: Readable;
}

/**
 * Packing backwards. Bytes that were encrypted leave only after their chunk
 * was authenticated, and `output` ends only where length and SHA-256 of the
 * plaintext are the manifest's: until then all that came out is provisional.
 * @public
 */
export function unpackStream(options: UnpackOptions): UnpackStream {
  const { expect } = options;
  // Whoever reads from a bucket has measured the stored bytes already.
  const stages: Transform[] = expect.stored
    ? [
        DigestStream.create({
          expect: expect.stored,
          what: 'the stored object',
        }),
      ]
    : [];
  for (const step of [...options.pack].reverse()) {
    stages.push(...undo(step, options));
  }
  stages.push(
    DigestStream.create({
      expect: expect.plain,
      mapError: error => translate(error, options.artifact),
    }),
  );
  return { input: stages[0], output: chain(stages) };
}

function undo(step: PackStep, options: UnpackOptions): Transform[] {
  if (step !== 'age') return decompressStages(step);
  return [
    AgeDecrypt.create({
      identities: options.identities,
      recipients: options.recipients ?? [],
      held: () => Promise.all(options.identities.map(recipientOf)),
    }),
  ];
}

/** Whatever the stages say of the bytes becomes `backup-damaged`. */
function translate(error: Error, artifact: string | undefined): Error {
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof Damage) {
    const details = { artifact, what: error.message };
    return new UnderstudyError('backup-damaged', details, { cause: error });
  }
  if (code && /^(Z_|ZSTD_)/.test(code)) {
    const details = { artifact, what: `does not decompress (${code})` };
    return new UnderstudyError('backup-damaged', details, { cause: error });
  }
  return error;
}
