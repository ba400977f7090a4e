import {
  accessDenied,
  invalidArgument,
  invalidRequest,
  S3Error,
} from '../errors';
import type { S3Request } from '../http/request';
import { algorithm, parseAmzDate, type Scope } from './sigv4';

/** What a request says about its signature, not yet believed. */
export interface Claim {
  presigned: boolean;
  accessKeyId: string;
  scope: Scope;
  signedHeaders: string[];
  signature: string;
  amzDate: string;
  signedAt: number;
  /** Seconds; presigned only. */
  expires?: number;
  /** As it stands in the canonical request. */
  payloadHash: string;
}

function malformedHeader(reason: string): S3Error {
  return S3Error.create({
    status: 400,
    code: 'AuthorizationHeaderMalformed',
    message: `The authorization header is malformed; ${reason}`,
  });
}

function malformedQuery(message: string): S3Error {
  return S3Error.create({
    status: 400,
    code: 'AuthorizationQueryParametersError',
    message,
  });
}

function parseCredential(
  text: string,
): { accessKeyId: string; scope: Scope } | undefined {
  const parts = text.split('/');
  const [date, region, service, terminator] = parts.splice(-4);
  if (!/^\d{8}$/.test(date) || terminator !== 'aws4_request') return undefined;
  return { accessKeyId: parts.join('/'), scope: { date, region, service } };
}

function fromHeader(request: S3Request, header: string): Claim {
  if (header.startsWith('AWS ')) {
    throw invalidRequest(
      'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
    );
  }
  if (!header.startsWith(`${algorithm} `)) {
    throw invalidArgument('Unsupported Authorization Type', {
      ArgumentName: 'Authorization',
      ArgumentValue: header.split(' ')[0],
    });
  }
  const fields = new Map(
    header
      .slice(algorithm.length)
      .split(',')
      .map(field => {
        const [name, ...value] = field.trim().split('=');
        return [name, value.join('=')] as const;
      }),
  );
  const signedHeaders = fields.get('SignedHeaders');
  const signature = fields.get('Signature');
  const credential = parseCredential(fields.get('Credential') ?? '');
  if (!credential) {
    throw malformedHeader(
      'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    );
  }
  if (!signedHeaders || !signature) {
    throw malformedHeader(
      'the authorization header requires three components: Credential, SignedHeaders, and Signature.',
    );
  }
  const payloadHash = request.headers.get('x-amz-content-sha256');
  if (payloadHash === undefined) {
    throw invalidRequest(
      'Missing required header for this request: x-amz-content-sha256',
    );
  }
  const amzDate = request.headers.get('x-amz-date') ?? '';
  const plainDate = Date.parse(request.headers.get('date') ?? '');
  const signedAt = amzDate ? parseAmzDate(amzDate) : plainDate;
  if (Number.isNaN(signedAt)) {
    throw accessDenied(
      'AWS authentication requires a valid Date or x-amz-date header',
    );
  }
  return {
    presigned: false,
    ...credential,
    signedHeaders: signedHeaders.split(';'),
    signature,
    amzDate:
      amzDate || new Date(signedAt).toISOString().replace(/[-:]|\.\d+/g, ''),
    signedAt,
    payloadHash,
  };
}

function fromQuery(request: S3Request): Claim {
  const read = (name: string) => request.query.get(`X-Amz-${name}`);
  if (read('Algorithm') !== algorithm) {
    throw malformedQuery('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"');
  }
  const credential = parseCredential(read('Credential') ?? '');
  const amzDate = read('Date');
  const signedHeaders = read('SignedHeaders');
  const signature = read('Signature');
  const expires = read('Expires');
  if (!credential || !amzDate || !signedHeaders || !signature || !expires) {
    throw malformedQuery(
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    );
  }
  const signedAt = parseAmzDate(amzDate);
  if (Number.isNaN(signedAt)) {
    throw malformedQuery(
      "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"",
    );
  }
  const seconds = Number(expires);
  if (!/^\d+$/.test(expires) || seconds > 604_800) {
    throw malformedQuery(
      'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds',
    );
  }
  return {
    presigned: true,
    ...credential,
    signedHeaders: signedHeaders.split(';'),
    signature,
    amzDate,
    signedAt,
    expires: seconds,
    payloadHash:
      request.headers.get('x-amz-content-sha256') ??
      read('Content-Sha256') ??
      'UNSIGNED-PAYLOAD',
  };
}

/** Reads the claim of a request; there is no anonymous access. */
export function readClaim(request: S3Request): Claim {
  const header = request.headers.get('authorization');
  if (header !== undefined) return fromHeader(request, header);
  if (request.query.has('X-Amz-Algorithm')) return fromQuery(request);
  if (request.query.has('Signature') || request.query.has('AWSAccessKeyId')) {
    throw invalidRequest(
      'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
    );
  }
  throw accessDenied('Access Denied');
}
