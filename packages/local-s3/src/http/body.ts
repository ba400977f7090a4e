import { createHash } from 'node:crypto';
import type { Identity } from '../auth/authenticate';
import { decodeAwsChunked } from '../auth/awsChunked';
import {
  incompleteBody,
  invalidArgument,
  missingContentLength,
  notImplemented,
  S3Error,
} from '../errors';
import type { S3Request } from './request';

/** The payload of a request, its framing taken off and its signature checked by the time it has ended. */
export interface Body {
  /** Bytes to come, framing not counted; undefined where the client did not say. */
  readonly length: number | undefined;
  /** Filled once the body has been read to its end. */
  readonly trailers: ReadonlyMap<string, string>;
  read(): AsyncGenerator<Buffer>;
}

const streaming: Record<string, { signed: boolean; trailer: boolean }> = {
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD': { signed: true, trailer: false },
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER': { signed: true, trailer: true },
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER': { signed: false, trailer: true },
};

function lengthHeader(request: S3Request, name: string): number | undefined {
  const text = request.headers.get(name);
  if (text === undefined) return undefined;
  if (!/^\d{1,15}$/.test(text)) {
    throw invalidArgument(`Value for ${name} is invalid.`);
  }
  return Number(text);
}

function contentMismatch(claimed: string, computed: string): S3Error {
  return S3Error.create({
    status: 400,
    code: 'XAmzContentSHA256Mismatch',
    message:
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    details: {
      ClientComputedContentSHA256: claimed,
      S3ComputedContentSHA256: computed,
    },
  });
}

/** Uploads must say how long they are, as on S3: what is not complete must be seen to be so. */
export function requireLength(request: S3Request, body: Body): number {
  if (body.length !== undefined) return body.length;
  if (request.headers.has('transfer-encoding')) {
    throw notImplemented({ Header: 'Transfer-Encoding' });
  }
  throw missingContentLength();
}

/** Opens the body of a request. `begin` is called when the first byte is wanted: it answers `Expect: 100-continue`. */
export function openBody(options: {
  request: S3Request;
  identity: Identity;
  begin: () => void;
}): Body {
  const { request, identity, begin } = options;
  const { payloadHash } = identity;
  const chunked = streaming[payloadHash];
  const hashed = /^[0-9a-f]{64}$/.test(payloadHash);
  if (!chunked && !hashed && payloadHash !== 'UNSIGNED-PAYLOAD') {
    throw invalidArgument(
      'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.',
      { ArgumentName: 'x-amz-content-sha256', ArgumentValue: payloadHash },
    );
  }
  const length = lengthHeader(
    request,
    chunked ? 'x-amz-decoded-content-length' : 'content-length',
  );
  const trailers = new Map<string, string>();

  async function* read(): AsyncGenerator<Buffer> {
    begin();
    const raw = request.message.iterator({ destroyOnReturn: false });
    const bytes = chunked
      ? decodeAwsChunked({
          body: raw,
          seed: chunked.signed ? identity.seed : undefined,
          trailers: chunked.trailer ? trailers : undefined,
        })
      : raw;
    const hash = hashed ? createHash('sha256') : undefined;
    let total = 0;
    try {
      for await (const chunk of bytes) {
        total += chunk.length;
        if (length !== undefined && total > length) throw incompleteBody();
        hash?.update(chunk);
        yield chunk;
      }
    } finally {
      // Lets go of the request, so that what is left of it can be drained.
      await raw.return?.();
    }
    if (length !== undefined && total !== length) {
      throw incompleteBody({
        NumberBytesExpected: length,
        NumberBytesProvided: total,
      });
    }
    const computed = hash?.digest('hex') ?? payloadHash;
    if (computed !== payloadHash) throw contentMismatch(payloadHash, computed);
  }

  return { length, trailers, read };
}

/** A whole small body, such as a list of parts. */
export async function readSmall(body: Body, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body.read()) {
    size += chunk.length;
    if (size > limit) {
      throw S3Error.create({
        status: 400,
        code: 'MaxMessageLengthExceeded',
        message: 'Your request was too big.',
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
