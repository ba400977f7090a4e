import { ErrorCode } from '@understudy/model';
import { Failure, isNoHttp, isNoTls, isUntrusted } from './failure';

/** Which right an operation needs, by the code that names its absence. */
function deniedCode(action: string): ErrorCode {
  if (/^List|^HeadBucket/.test(action)) return 's3-denied-list';
  if (/^Abort/.test(action)) return 's3-denied-abort';
  if (/^Delete/.test(action)) return 's3-denied-delete';
  if (/^(?:Get|Head)/.test(action)) return 's3-denied-get';
  return 's3-denied-put';
}

const BY_NAME: Record<string, ErrorCode> = {
  InvalidAccessKeyId: 's3-unknown-key',
  InvalidClientTokenId: 's3-unknown-key',
  UnrecognizedClientException: 's3-unknown-key',
  Unauthorized: 's3-unknown-key',
  SignatureDoesNotMatch: 's3-bad-signature',
  RequestTimeTooSkewed: 's3-clock-skew',
  RequestExpired: 's3-clock-skew',
  ExpiredToken: 's3-expired-token',
  ExpiredTokenException: 's3-expired-token',
  TokenRefreshRequired: 's3-expired-token',
  InvalidToken: 's3-expired-token',
  PermanentRedirect: 's3-wrong-region',
  TemporaryRedirect: 's3-wrong-region',
  IllegalLocationConstraintException: 's3-wrong-region',
  NoSuchBucket: 's3-no-such-bucket',
  NoSuchKey: 'backup-gone',
  InvalidStorageClass: 's3-bad-storage-class',
  AccessControlListNotSupported: 's3-acl-refused',
  ObjectLockConfigurationNotFoundError: 's3-no-object-lock',
  InvalidBucketState: 's3-no-object-lock',
  ObjectLockedByBucketPolicy: 's3-locked',
  ObjectLocked: 's3-locked',
  InvalidObjectState: 's3-needs-thaw',
  QuotaExceeded: 's3-quota',
  ServiceQuotaExceededException: 's3-quota',
  XMinioStorageFull: 's3-quota',
  InsufficientStorage: 's3-quota',
  TooManyParts: 's3-too-large',
  EntityTooLarge: 's3-too-large',
  SlowDown: 's3-slow-down',
  TooManyRequests: 's3-slow-down',
  Throttling: 's3-slow-down',
  NotImplemented: 's3-unsupported',
  MissingContentLength: 's3-unsupported',
  XAmzContentSHA256Mismatch: 's3-unsupported',
  PreconditionFailed: 's3-conflict',
  ConditionalRequestConflict: 's3-conflict',
  BadDigest: 's3-corrupt',
  CredentialsProviderError: 'credentials-missing',
  TokenProviderError: 'credentials-missing',
};

/** Names that need a look at the words beside them. */
const BY_WORDS: Array<[names: RegExp, words: RegExp, code: ErrorCode]> = [
  [/^(AccessDenied|InvalidArgument)$/, /\bkms:|KMS key/i, 's3-kms-denied'],
  [/^AccessDenied$/, /cap exceeded|quota/i, 's3-quota'],
  [
    /^(AccessDenied|InvalidRequest)$/,
    /protected by object lock|WORM|forbidden by object lock/i,
    's3-locked',
  ],
  [
    /^Invalid(Request|Argument)$/,
    /object ?lock configuration|without object lock|object lock is not enabled/i,
    's3-no-object-lock',
  ],
  [/^Invalid(Request|Argument)$/, /storage ?class/i, 's3-bad-storage-class'],
];

/** The region a store names, in its words or in a header. */
export function actualRegion(failure: Failure): string | undefined {
  return (
    failure.headers['x-amz-bucket-region'] ??
    /expecting '([A-Za-z0-9-]+)'/.exec(failure.message)?.[1] ??
    /<Region>([A-Za-z0-9-]+)<\/Region>/.exec(failure.message)?.[1]
  );
}

function networkErrorCode(network: string): ErrorCode {
  if (isUntrusted(network)) return 'tls-untrusted';
  if (network === 'ENOTFOUND' || network.startsWith('EAI_')) {
    return 'net-not-found';
  }
  if (network === 'ECONNREFUSED' || isNoTls(network) || isNoHttp(network)) {
    return 'net-refused';
  }
  return network === 'ETIMEDOUT' ? 'net-timeout' : 'net-reset';
}

/** Answers of a web page: the SDK stumbles over them in words of its parser. */
function isNoXml({ name, message, status }: Failure): boolean {
  if (status !== undefined && status >= 500) return false;
  return (
    name === 'SyntaxError' ||
    /char '.' is not expected|Deserialization error|not well-formed/i.test(
      message,
    )
  );
}

/** What only the store's words tell: codes that stand for several things. */
function codeOfWords({ name, message }: Failure): ErrorCode | undefined {
  return BY_WORDS.find(
    ([names, words]) => names.test(name) && words.test(message),
  )?.[2];
}

/** Which of our codes an error of a store or of the network is. */
export function codeOf(
  failure: Failure,
  context: { action: string; region: string | undefined },
): ErrorCode {
  const { name, status, network } = failure;
  if (network) return networkErrorCode(network);
  const region = actualRegion(failure);
  const ours = context.region;
  if (name === 'AuthorizationHeaderMalformed' && region)
    return 's3-wrong-region';
  const told = codeOfWords(failure) ?? BY_NAME[name];
  if (told) return told;
  if (name.startsWith('KMS.')) return 's3-kms-denied';
  if (name === 'Error' && failure.message.startsWith('Region is missing')) {
    return 'options-invalid';
  }
  if (status === 301 || (status === 400 && region && region !== ours)) {
    return 's3-wrong-region';
  }
  if (status === 401) return 's3-unknown-key';
  if (status === 403) return deniedCode(context.action);
  // A HEAD has no body, and thus no code.
  if (status === 404 && name === 'NotFound') {
    return context.action === 'HeadBucket'
      ? 's3-no-such-bucket'
      : 'backup-gone';
  }
  if (status === 412 || status === 409) return 's3-conflict';
  if (status === 507) return 's3-quota';
  if (status === 429) return 's3-slow-down';
  if (status === 501 || status === 411) return 's3-unsupported';
  return isNoXml(failure) ? 's3-not-s3' : 's3-failed';
}
