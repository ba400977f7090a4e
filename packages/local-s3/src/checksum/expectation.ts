import {
  badDigest,
  invalidRequest,
  malformedTrailer,
  S3Error,
} from '../errors';
import type { S3Request } from '../http/request';
import {
  type ChecksumAlgorithm,
  checksumAlgorithms,
  checksumBytes,
  checksumHeader,
  parseAlgorithm,
} from './algorithms';

/** What the client says its bytes hash to: in a header, or in a trailer that is still to come. */
export interface Expectation {
  algorithm?: ChecksumAlgorithm;
  value?: string;
  inTrailer: boolean;
  md5?: string;
}

function invalidValue(header: string): S3Error {
  return invalidRequest(`Value for ${header} header is invalid.`);
}

function checkLength(algorithm: ChecksumAlgorithm, value: string): void {
  const bytes = Buffer.from(value, 'base64');
  const exact = bytes.toString('base64') === value;
  if (!exact || bytes.length !== checksumBytes[algorithm]) {
    throw invalidValue(checksumHeader(algorithm));
  }
}

function readMd5(request: S3Request): string | undefined {
  const md5 = request.headers.get('content-md5');
  if (md5 === undefined) return undefined;
  const bytes = Buffer.from(md5, 'base64');
  if (bytes.length !== 16 || bytes.toString('base64') !== md5) {
    throw S3Error.create({
      status: 400,
      code: 'InvalidDigest',
      message: 'The Content-MD5 you specified was invalid.',
      details: { 'Content-MD5': md5 },
    });
  }
  return md5;
}

/** The checksum header that a request carries, if one; two are refused. */
export function readChecksumHeader(
  request: S3Request,
): { algorithm: ChecksumAlgorithm; value: string } | undefined {
  const given = checksumAlgorithms.filter(name =>
    request.headers.has(checksumHeader(name)),
  );
  if (given.length > 1) {
    throw invalidRequest(
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  const [algorithm] = given;
  if (!algorithm) return undefined;
  return {
    algorithm,
    value: request.headers.get(checksumHeader(algorithm)) ?? '',
  };
}

export function readExpectation(request: S3Request): Expectation {
  const md5 = readMd5(request);
  const header = readChecksumHeader(request);
  if (header) checkLength(header.algorithm, header.value);
  const announced = (request.headers.get('x-amz-trailer') ?? '')
    .split(',')
    .map(name => name.trim().toLowerCase())
    .filter(name => name !== '');
  const trailer = announced.map(name =>
    checksumAlgorithms.find(algorithm => checksumHeader(algorithm) === name),
  );
  if (trailer.length > 1 || (trailer.length === 1 && !trailer[0])) {
    throw invalidRequest(
      'The value specified in the x-amz-trailer header is not supported',
    );
  }
  if (header && trailer[0]) {
    throw invalidRequest(
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  const algorithm = header?.algorithm ?? trailer[0];
  const named = request.headers.get('x-amz-sdk-checksum-algorithm');
  if (named !== undefined) {
    if (!algorithm) {
      throw invalidRequest(
        'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
      );
    }
    if (parseAlgorithm(named) !== algorithm) {
      throw invalidValue('x-amz-sdk-checksum-algorithm');
    }
  }
  return {
    algorithm,
    value: header?.value,
    inTrailer: trailer[0] !== undefined,
    md5,
  };
}

/** The value to compare with, once the body has ended and its trailers are here. */
export function expectedValue(
  expectation: Expectation,
  trailers: ReadonlyMap<string, string>,
): string | undefined {
  const { algorithm, inTrailer, value } = expectation;
  if (!algorithm || !inTrailer) return value;
  const trailer = trailers.get(checksumHeader(algorithm));
  if (trailer === undefined) throw malformedTrailer();
  checkLength(algorithm, trailer);
  return trailer;
}

export function compareChecksum(
  algorithm: ChecksumAlgorithm,
  expected: string | undefined,
  calculated: string,
): void {
  if (expected !== undefined && expected !== calculated) {
    throw badDigest(
      `The ${algorithm} you specified did not match the calculated checksum.`,
    );
  }
}

export function compareMd5(
  expected: string | undefined,
  calculated: Buffer,
): void {
  const text = calculated.toString('base64');
  if (expected !== undefined && expected !== text) {
    throw badDigest(
      'The Content-MD5 you specified did not match what we received.',
      { ExpectedDigest: expected, CalculatedDigest: text },
    );
  }
}
