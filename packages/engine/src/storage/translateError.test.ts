import { DestinationConnection } from '@understudy/model';
import { translateError } from './translateError';

const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const ID = 'AKIAIOSFODNN7EXAMPLE';

const connection: DestinationConnection = {
  name: 'main',
  bucket: 'vault',
  prefix: 'portal',
  endpoint: 'https://s3.example.net:9000',
  region: 'us-east-1',
  credentials: { type: 'keys', accessKeyId: ID, secretAccessKey: SECRET },
};
const bucket = { connection, bucket: 'vault', prefix: 'portal' };

interface Thrown {
  name?: string;
  message?: string;
  code?: string;
  status?: number;
  headers?: Record<string, string>;
}

function thrown({
  name = 'Error',
  message = '',
  code,
  status,
  headers,
}: Thrown) {
  return Object.assign(new Error(message), {
    name,
    ...(code ? { code } : {}),
    ...(status
      ? { $metadata: { httpStatusCode: status, requestId: 'REQ1' } }
      : {}),
    ...(headers ? { $response: { statusCode: status, headers } } : {}),
  });
}

const translate = (error: Thrown, action = 'PutObject') =>
  translateError(thrown(error), { bucket, action, key: 'portal/x', tries: 3 });

describe('translateError', () => {
  it.each<[string, Thrown, string]>(
    (
      [
        ['s3-denied-put', { name: 'AccessDenied', status: 403 }],
        ['s3-denied-put', { name: 'AccessDenied', status: 403 }, 'UploadPart'],
        [
          's3-denied-put',
          { name: 'AccessDenied', status: 403 },
          'CompleteMultipartUpload',
        ],
        [
          's3-denied-list',
          { name: 'AccessDenied', status: 403 },
          'ListObjectsV2',
        ],
        [
          's3-denied-list',
          { name: 'AccessDenied', status: 403 },
          'ListMultipartUploads',
        ],
        ['s3-denied-get', { name: 'Forbidden', status: 403 }, 'HeadObject'],
        ['s3-denied-get', { name: 'AccessDenied', status: 403 }, 'GetObject'],
        [
          's3-denied-delete',
          { name: 'AccessDenied', status: 403 },
          'DeleteObjects',
        ],
        [
          's3-denied-abort',
          { name: 'AccessDenied', status: 403 },
          'AbortMultipartUpload',
        ],
        ['s3-no-such-bucket', { name: 'NoSuchBucket', status: 404 }],
        ['backup-gone', { name: 'NoSuchKey', status: 404 }, 'GetObject'],
        ['backup-gone', { name: 'NotFound', status: 404 }, 'HeadObject'],
        ['s3-unknown-key', { name: 'InvalidAccessKeyId', status: 403 }],
        ['s3-unknown-key', { name: 'Unauthorized', status: 401 }],
        ['s3-bad-signature', { name: 'SignatureDoesNotMatch', status: 403 }],
        ['s3-clock-skew', { name: 'RequestTimeTooSkewed', status: 403 }],
        ['s3-expired-token', { name: 'ExpiredToken', status: 400 }],
        ['s3-expired-token', { name: 'ExpiredTokenException', status: 400 }],
        ['s3-wrong-region', { name: 'PermanentRedirect', status: 301 }],
        ['s3-bad-storage-class', { name: 'InvalidStorageClass', status: 400 }],
        ['s3-too-large', { name: 'EntityTooLarge', status: 400 }],
        ['s3-slow-down', { name: 'SlowDown', status: 503 }],
        ['s3-slow-down', { name: 'UnknownError', status: 429 }],
        ['s3-conflict', { name: 'PreconditionFailed', status: 412 }],
        ['s3-conflict', { name: 'ConditionalRequestConflict', status: 409 }],
        ['s3-unsupported', { name: 'NotImplemented', status: 501 }],
        ['s3-unsupported', { name: 'MissingContentLength', status: 411 }],
        ['s3-corrupt', { name: 'BadDigest', status: 400 }],
        ['s3-failed', { name: 'InternalError', status: 500 }],
        [
          's3-failed',
          {
            name: 'SyntaxError',
            message: "char '<' is not expected",
            status: 502,
          },
        ],
        ['net-not-found', { code: 'ENOTFOUND' }],
        ['net-not-found', { code: 'EAI_AGAIN' }],
        ['net-refused', { code: 'ECONNREFUSED' }],
        ['net-reset', { code: 'ECONNRESET' }],
        ['net-reset', { code: 'EPIPE' }],
        ['net-reset', { message: 'socket hang up' }],
        ['net-timeout', { name: 'TimeoutError', message: 'inactive' }],
        ['net-timeout', { code: 'ETIMEDOUT' }],
        ['tls-untrusted', { code: 'SELF_SIGNED_CERT_IN_CHAIN' }],
        ['tls-untrusted', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }],
        ['tls-untrusted', { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }],
        ['tls-untrusted', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }],
        ['tls-untrusted', { code: 'CERT_HAS_EXPIRED' }],
        ['net-refused', { code: 'EPROTO', message: 'wrong version number' }],
        ['s3-kms-denied', { name: 'KMS.DisabledException', status: 400 }],
        [
          's3-kms-denied',
          {
            name: 'AccessDenied',
            message: 'not authorized to perform: kms:GenerateDataKey',
            status: 403,
          },
        ],
        [
          's3-acl-refused',
          { name: 'AccessControlListNotSupported', status: 400 },
        ],
        ['s3-quota', { name: 'QuotaExceeded', status: 403 }],
        [
          's3-quota',
          {
            name: 'AccessDenied',
            message: 'Cannot upload files, storage cap exceeded.',
            status: 403,
          },
        ],
        ['s3-quota', { name: 'Error', status: 507 }],
        [
          's3-locked',
          {
            name: 'AccessDenied',
            message: 'Access Denied because object protected by object lock.',
            status: 403,
          },
          'DeleteObject',
        ],
        [
          's3-no-object-lock',
          {
            name: 'InvalidRequest',
            message: 'Bucket is missing Object Lock Configuration',
            status: 400,
          },
        ],
        [
          's3-needs-thaw',
          { name: 'InvalidObjectState', status: 403 },
          'GetObject',
        ],
        [
          's3-not-s3',
          {
            name: 'SyntaxError',
            message: "char '<' is not expected",
            status: 404,
          },
        ],
        ['net-refused', { code: 'HPE_INVALID_CONSTANT' }],
        ['credentials-missing', { name: 'CredentialsProviderError' }],
        ['options-invalid', { message: 'Region is missing' }],
      ] as Array<[string, Thrown, string?]>
    ).map(
      ([code, error, action]) =>
        [code, error, action ?? 'PutObject'] as [string, Thrown, string],
    ),
  )('says %s for %j (%s)', (code, error, action) => {
    expect(translate(error, action).code).toBe(code);
  });

  it.each<Thrown>([
    {
      name: 'AuthorizationHeaderMalformed',
      message:
        "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-west-1'",
      status: 400,
    },
    {
      name: 'PermanentRedirect',
      status: 301,
      headers: { 'X-Amz-Bucket-Region': 'eu-west-1' },
    },
    // HEAD: neither code nor words
    {
      name: '400',
      status: 400,
      headers: { 'x-amz-bucket-region': 'eu-west-1' },
    },
  ])('finds the right region in %j', error => {
    const found = translate(error, 'HeadObject');
    expect(found.code).toBe('s3-wrong-region');
    expect(found.details.actual).toBe('eu-west-1');
    expect(found.message).toBe(
      'You said us-east-1; the bucket is in eu-west-1.',
    );
  });

  it('keeps what helps to look further, and fills its words', () => {
    const found = translate({
      name: 'AccessDenied',
      message: 'Denied',
      status: 403,
    });
    expect(found.details).toMatchObject({
      action: 'PutObject',
      bucket: 'vault',
      key: 'portal/x',
      requestId: 'REQ1',
      status: 403,
      seen: 'Denied',
    });
    expect(found.message).toBe(
      'S3 refused PutObject on vault/portal (403 AccessDenied).',
    );
    for (const error of [
      { code: 'ECONNREFUSED' },
      { code: 'ENOTFOUND' },
      { name: 'SlowDown', status: 503 },
      { name: 'InternalError', status: 500 },
      { name: 'RequestTimeTooSkewed', status: 403 },
      { name: 'TimeoutError' },
    ]) {
      const { message, hint } = translate(error).toProblem();
      expect(`${message} ${hint}`).not.toMatch(/\{\w+\}/);
    }
  });

  it('holds no credential, whatever the store says', () => {
    const message = `AWS4 Credential=${ID}/20261121, Signature=abcdef0123 of ${ID} with ${SECRET}`;
    const found = translate({
      name: 'SignatureDoesNotMatch',
      message,
      status: 403,
    });
    const cause = found.cause as Error;
    const told = [
      JSON.stringify(found.toProblem()),
      found.stack,
      cause.message,
      cause.stack,
      JSON.stringify(cause),
    ].join();
    expect(told).not.toContain(SECRET);
    expect(told).not.toContain(ID);
    expect(told).not.toContain('abcdef0123');
  });
});
