import { ErrorCode, UnderstudyError } from '@understudy/model';
import type { Bucket } from '../destination';
import { Failure, failureOf, isNoTls, isUntrusted } from './failure';

/**
 * The call an error came from.
 * @public
 */
export interface ErrorContext {
  bucket: Pick<Bucket, 'connection' | 'bucket' | 'prefix'>;
  /** Name of the operation, e.g. `PutObject`. */
  action: string;
  key?: string;
  /** How often it was tried. */
  tries?: number;
}

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

/** The region a store names, in its words or in a header. */
function actualRegion(failure: Failure): string | undefined {
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
  if (network === 'ECONNREFUSED' || isNoTls(network)) return 'net-refused';
  return network === 'ETIMEDOUT' ? 'net-timeout' : 'net-reset';
}

function codeOf(failure: Failure, context: ErrorContext): ErrorCode {
  const { name, status, network } = failure;
  if (network) return networkErrorCode(network);
  const region = actualRegion(failure);
  const ours = context.bucket.connection.region;
  if (name === 'AuthorizationHeaderMalformed' && region)
    return 's3-wrong-region';
  if (BY_NAME[name]) return BY_NAME[name];
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
  if (status === 429) return 's3-slow-down';
  if (status === 501 || status === 411) return 's3-unsupported';
  return 's3-failed';
}

/** The store's words without anything that is, or proves, a secret. */
function withoutSecrets(
  text: string,
  connection: Bucket['connection'],
): string {
  let safe = text;
  if (connection.credentials.type === 'keys') {
    const { accessKeyId, secretAccessKey, sessionToken } =
      connection.credentials;
    for (const secret of [secretAccessKey, sessionToken, accessKeyId]) {
      if (secret) safe = safe.split(secret).join('…');
    }
  }
  return safe
    .replace(/\b(A[KS]IA)[A-Z0-9]{12,}/g, '$1…')
    .replace(/(Signature|Credential|Token)=[^\s,&"']+/gi, '$1=…')
    .slice(0, 600);
}

function skew(failure: Failure): {
  delta: string;
  local: string;
  remote: string;
} {
  const now = Date.now();
  const remote = Date.parse(failure.headers.date ?? '');
  const known = !Number.isNaN(remote);
  return {
    delta: known
      ? `${Math.round((now - remote) / 1000)} s`
      : 'more than 15 min',
    local: new Date(now).toISOString(),
    remote: known ? new Date(remote).toISOString() : 'unknown',
  };
}

/**
 * Turns an error of the SDK or of the network into one of ours. The only
 * place that knows the words of stores. Nothing secret gets into message or
 * details; `requestId` and the store's own words stay with it.
 * @public
 */
export function translateError(
  error: unknown,
  context: ErrorContext,
): UnderstudyError {
  if (error instanceof UnderstudyError) return error;
  const failure = failureOf(error);
  const code = codeOf(failure, context);
  const { connection, bucket, prefix } = context.bucket;
  const seen = withoutSecrets(failure.message, connection);
  const url = connection.endpoint ? new URL(connection.endpoint) : undefined;
  const host = url?.hostname ?? 's3.amazonaws.com';
  const id =
    connection.credentials.type === 'keys'
      ? connection.credentials.accessKeyId
      : '';
  const details: Record<string, unknown> = {
    action: context.action,
    bucket,
    prefix,
    endpoint: url?.host ?? 'AWS',
    region: connection.region ?? 'none',
    key: context.key ?? '',
    status: failure.status ?? failure.network ?? failure.name,
    store: failure.name,
    seen,
    requestId: failure.requestId ?? 'none',
    n: context.tries ?? 1,
  };
  const more: Partial<Record<ErrorCode, Record<string, unknown>>> = {
    's3-wrong-region': { actual: actualRegion(failure) ?? 'another one' },
    's3-unknown-key': { key4: id.slice(0, 4) },
    's3-clock-skew': skew(failure),
    's3-expired-token': { time: new Date().toISOString() },
    's3-bad-storage-class': { class: 'not named' },
    's3-too-large': { size: 'unknown', maxParts: 'unknown', limit: 'unknown' },
    's3-corrupt': {
      expected: 'what was sent',
      actual: 'something else',
      what: failure.name,
    },
    'net-not-found': { reason: failure.network, host },
    'net-refused': {
      host,
      port: url?.port || (url?.protocol === 'http:' ? '80' : '443'),
    },
    'net-reset': { reason: failure.network },
    'net-timeout': { limit: 'the given' },
    'tls-untrusted': { reason: `${failure.network}: ${seen}`, host },
    'credentials-missing': {
      tried: "the SDK's default chain",
      reason: seen,
    },
    'options-invalid': {
      what: 'No region is given, and this machine has none for AWS',
    },
  };
  // The SDK's own error may carry the string that was signed; it goes no further.
  const cause = Object.assign(new Error(seen), { name: failure.name });
  const message = isNoTls(failure.network)
    ? `No TLS at ${host}:${more['net-refused']?.port} (${failure.network}).`
    : undefined;
  const all = { ...details, ...more[code] };
  return new UnderstudyError(code, all, { cause, message });
}
