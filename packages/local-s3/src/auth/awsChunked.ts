import { createHash, type Hash } from 'node:crypto';
import {
  incompleteBody,
  invalidRequest,
  malformedTrailer,
  S3Error,
} from '../errors';
import type { Identity } from './authenticate';
import { emptySha256, hmac, scopeText, sha256Hex } from './sigv4';

const maxLine = 16 * 1024;

function chunkMismatch(): S3Error {
  return S3Error.create({
    status: 403,
    code: 'SignatureDoesNotMatch',
    message:
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  });
}

/** Each chunk's signature covers the one before, so none can be left out, moved or changed. */
class ChunkSignatures {
  private previous: string;
  private hash: Hash = createHash('sha256');

  static create(seed: Identity['seed']): ChunkSignatures {
    return new ChunkSignatures(seed);
  }

  private constructor(private readonly seed: Identity['seed']) {
    this.previous = seed.signature;
  }

  update(data: Buffer): void {
    this.hash.update(data);
  }

  endChunk(signature: string): void {
    const chunkHash = this.hash.digest('hex');
    this.hash = createHash('sha256');
    this.check('PAYLOAD', [emptySha256, chunkHash], signature);
  }

  endTrailer(trailer: string, signature: string | undefined): void {
    this.check('TRAILER', [sha256Hex(trailer)], signature ?? '');
  }

  private check(kind: string, hashes: string[], signature: string): void {
    const expected = hmac(
      this.seed.key,
      [
        `AWS4-HMAC-SHA256-${kind}`,
        this.seed.amzDate,
        scopeText(this.seed.scope),
        this.previous,
        ...hashes,
      ].join('\n'),
    ).toString('hex');
    if (signature !== expected) throw chunkMismatch();
    this.previous = expected;
  }
}

/** Bytes of the connection, to be taken line by line or by length. */
class Source {
  private rest: Buffer = Buffer.alloc(0);

  static create(body: AsyncIterator<Buffer>): Source {
    return new Source(body);
  }

  private constructor(private readonly body: AsyncIterator<Buffer>) {}

  async line(): Promise<string> {
    for (;;) {
      const end = this.rest.indexOf('\r\n');
      if (end >= 0) {
        const line = this.rest.toString('latin1', 0, end);
        this.rest = this.rest.subarray(end + 2);
        return line;
      }
      if (this.rest.length > maxLine)
        throw invalidRequest('Chunk is malformed');
      const next = await this.body.next();
      if (next.done) throw incompleteBody();
      this.rest = this.rest.length
        ? Buffer.concat([this.rest, next.value])
        : next.value;
    }
  }

  /** Some bytes, at most `limit`: as many as are there. */
  async some(limit: number): Promise<Buffer> {
    while (this.rest.length === 0) {
      const next = await this.body.next();
      if (next.done) throw incompleteBody();
      this.rest = next.value;
    }
    const taken = this.rest.subarray(0, limit);
    this.rest = this.rest.subarray(taken.length);
    return taken;
  }

  async end(): Promise<void> {
    if (this.rest.length > 0 || !(await this.body.next()).done) {
      throw invalidRequest('There is data after the last chunk');
    }
  }
}

/**
 * Takes the aws-chunked framing off. Signed chunks are checked as they end and
 * trailers after the last, so a caller may not commit before this is done.
 */
export async function* decodeAwsChunked(options: {
  body: AsyncIterator<Buffer>;
  /** Set for signed chunks. */
  seed?: Identity['seed'];
  /** Whether trailers follow; they land in this map. */
  trailers?: Map<string, string>;
}): AsyncGenerator<Buffer> {
  const { seed, trailers } = options;
  const source = Source.create(options.body);
  const signatures = seed && ChunkSignatures.create(seed);
  for (;;) {
    const [size, ...extensions] = (await source.line()).split(';');
    if (!/^[0-9a-f]{1,12}$/i.test(size)) {
      throw invalidRequest('Chunk is malformed');
    }
    let left = parseInt(size, 16);
    const last = left === 0;
    while (left > 0) {
      const data = await source.some(left);
      left -= data.length;
      signatures?.update(data);
      yield data;
    }
    if (!last && (await source.line()) !== '') {
      throw invalidRequest('Chunk is malformed');
    }
    signatures?.endChunk(
      extensions
        .find(text => text.startsWith('chunk-signature='))
        ?.slice('chunk-signature='.length) ?? '',
    );
    if (last) break;
  }
  if (trailers) await readTrailers(source, trailers, signatures);
  else if ((await source.line()) !== '') throw malformedTrailer();
  await source.end();
}

async function readTrailers(
  source: Source,
  trailers: Map<string, string>,
  signatures: ChunkSignatures | undefined,
): Promise<void> {
  let signed = '';
  for (;;) {
    const line = await source.line();
    if (line === '') break;
    const colon = line.indexOf(':');
    if (colon <= 0) throw malformedTrailer();
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    trailers.set(name, value);
    if (name !== 'x-amz-trailer-signature') signed += `${name}:${value}\n`;
  }
  signatures?.endTrailer(signed, trailers.get('x-amz-trailer-signature'));
}
