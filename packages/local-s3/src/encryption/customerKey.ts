import { createHash } from 'node:crypto';
import {
  accessDenied,
  invalidArgument,
  invalidRequest,
  S3Error,
} from '../errors';
import type { S3Request } from '../http/request';
import type { Encryption } from '../store/records';

const base = 'server-side-encryption-customer';
const needs = (what: string) =>
  invalidArgument(
    `Requests specifying Server Side Encryption with Customer provided keys must provide ${what}.`,
  );

/** Reads the three headers of a key that the client keeps (SSE-C), and gives the MD5 of the key. `prefix` serves copies: their source has a key of its own. */
export function readCustomerKey(
  request: S3Request,
  prefix = 'x-amz-',
): string | undefined {
  const read = (name: string) =>
    request.headers.get(`${prefix}${base}-${name}`);
  const algorithm = read('algorithm');
  const key = read('key');
  const md5 = read('key-md5');
  if (algorithm === undefined && key === undefined && md5 === undefined) {
    return undefined;
  }
  if (algorithm === undefined) throw needs('a valid encryption algorithm');
  if (algorithm !== 'AES256') {
    throw S3Error.create({
      status: 400,
      code: 'InvalidEncryptionAlgorithmError',
      message:
        'The Encryption request you specified is not valid. Supported value: AES256.',
      details: { ArgumentName: `${prefix}${base}-algorithm` },
    });
  }
  if (key === undefined) throw needs('an appropriate secret key');
  if (md5 === undefined)
    throw needs('the client calculated MD5 of the secret key');
  const bytes = Buffer.from(key, 'base64');
  if (bytes.length !== 32) {
    throw invalidArgument(
      'The secret key was invalid for the specified algorithm.',
      { ArgumentName: `${prefix}${base}-key` },
    );
  }
  if (createHash('md5').update(bytes).digest('base64') !== md5) {
    throw invalidArgument(
      'The calculated MD5 hash of the key did not match the hash that was provided.',
      { ArgumentName: `${prefix}${base}-key-MD5` },
    );
  }
  return md5;
}

/** A read must bring the key that the object was written with, and none where it was written without. */
export function checkCustomerKey(
  request: S3Request,
  encryption: Encryption | undefined,
  prefix?: string,
): void {
  const given = readCustomerKey(request, prefix);
  if (encryption?.type !== 'customer') {
    if (given === undefined) return;
    throw invalidRequest(
      'The encryption parameters are not applicable to this object.',
    );
  }
  if (given === undefined) {
    throw invalidRequest(
      'The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.',
    );
  }
  if (given !== encryption.keyMd5) throw accessDenied('Access Denied');
}

/** A part must bring what its upload was begun with. */
export function checkPartKey(
  request: S3Request,
  encryption: Encryption | undefined,
): void {
  const given = readCustomerKey(request);
  const expected =
    encryption?.type === 'customer' ? encryption.keyMd5 : undefined;
  if (given === expected) return;
  if (given === undefined) {
    throw invalidRequest(
      'The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate encryption parameters.',
    );
  }
  throw invalidRequest(
    expected === undefined
      ? 'The multipart upload initiate did not request encryption. Please resend the request without sending encryption parameters.'
      : 'The provided encryption parameters did not match the ones used originally.',
  );
}
