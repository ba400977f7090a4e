import { accessDenied, invalidArgument, S3Error } from '../errors';
import type { S3Request } from '../http/request';
import type { Settings } from '../options';
import type { BucketRecord } from '../store/bucketRecord';
import type { Encryption } from '../store/records';
import { readCustomerKey } from './customerKey';

const header = 'x-amz-server-side-encryption';

const managedName = ':key/aws-s3';

/** The key that KMS has for S3 where a client names none. */
export function managedKey(settings: Settings, region: string): string {
  return `arn:aws:kms:${region}:${settings.accountId}${managedName}`;
}

function checkKmsKey(settings: Settings, keyId: string | undefined): void {
  if (!settings.kmsKeys || !keyId || keyId.endsWith(managedName)) return;
  const state = settings.kmsKeys[keyId];
  if (state === 'enabled') return;
  throw S3Error.create({
    status: 400,
    code: state ? 'KMS.DisabledException' : 'KMS.NotFoundException',
    message: state ? `${keyId} is disabled.` : `Key '${keyId}' does not exist`,
  });
}

function checkContext(text: string | undefined): void {
  if (text === undefined) return;
  try {
    const value = JSON.parse(Buffer.from(text, 'base64').toString());
    const strings = Object.values(value).every(
      item => typeof item === 'string',
    );
    if (typeof value === 'object' && !Array.isArray(value) && strings) return;
  } catch {
    // Refused below.
  }
  throw invalidArgument(
    'The header x-amz-server-side-encryption-context shall be Base64-encoded UTF-8 string holding JSON which represents a string-string map',
    { ArgumentName: `${header}-context` },
  );
}

function readKms(
  request: S3Request,
  type: 'aws:kms' | 'aws:kms:dsse',
  options: { settings: Settings; bucket: BucketRecord },
): Encryption {
  const { settings, bucket } = options;
  const given = request.headers.get(`${header}-aws-kms-key-id`);
  const usual = bucket.encryption?.default;
  const fallback =
    usual && 'keyId' in usual
      ? usual.keyId
      : managedKey(settings, bucket.region ?? settings.region);
  checkKmsKey(settings, given);
  if (!given && usual && 'keyId' in usual) checkKmsKey(settings, usual.keyId);
  checkContext(request.headers.get(`${header}-context`));
  const bucketKey = request.headers.get(`${header}-bucket-key-enabled`);
  return {
    type,
    keyId: given || fallback,
    ...(bucketKey?.toLowerCase() === 'true' && { bucketKey: true }),
  };
}

/** How a write wants its object encrypted: by its headers, or as the bucket does by default. */
export function readEncryption(
  request: S3Request,
  options: { settings: Settings; bucket: BucketRecord },
): Encryption | undefined {
  const { bucket, settings } = options;
  const type = request.headers.get(header);
  const keyMd5 = readCustomerKey(request);
  if (keyMd5 !== undefined) {
    if (type !== undefined) {
      throw invalidArgument(
        'Server Side Encryption with Customer provided key is incompatible with the encryption method specified',
        { ArgumentName: header, ArgumentValue: type },
      );
    }
    if (bucket.encryption?.blockCustomerKeys) {
      throw accessDenied('Access Denied');
    }
    return { type: 'customer', keyMd5 };
  }
  if (type === 'AES256') {
    if (request.headers.has(`${header}-aws-kms-key-id`)) {
      throw invalidArgument(
        'Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms',
        { ArgumentName: header, ArgumentValue: type },
      );
    }
    return { type };
  }
  if (type === 'aws:kms' || type === 'aws:kms:dsse') {
    return readKms(request, type, options);
  }
  if (type !== undefined) {
    throw invalidArgument('The encryption method specified is not supported', {
      ArgumentName: header,
      ArgumentValue: type,
    });
  }
  const usual = bucket.encryption?.default;
  if (usual && 'keyId' in usual) checkKmsKey(settings, usual.keyId);
  return usual;
}

/** What answers say about it. */
export function encryptionHeaders(
  encryption: Encryption | undefined,
): Record<string, string> {
  if (!encryption) return {};
  if (encryption.type === 'customer') {
    return {
      [`${header}-customer-algorithm`]: 'AES256',
      [`${header}-customer-key-md5`]: encryption.keyMd5,
    };
  }
  if (encryption.type === 'AES256') return { [header]: 'AES256' };
  return {
    [header]: encryption.type,
    [`${header}-aws-kms-key-id`]: encryption.keyId,
    ...(encryption.bucketKey && {
      [`${header}-bucket-key-enabled`]: 'true',
    }),
  };
}

/** The ETag of these is no MD5 of the bytes, as on S3. */
export function hidesMd5(encryption: Encryption | undefined): boolean {
  return encryption !== undefined && encryption.type !== 'AES256';
}
