import {
  ErrorCode,
  explain,
  secretsOfConnection,
  UnderstudyError,
} from '@understudy/model';
import type { Bucket } from '../destination';
import { actualRegion, codeOf } from './errorCodes';
import { Failure, failureOf, isNoHttp, isNoTls } from './failure';

/**
 * The call an error came from.
 * @public
 */
export interface ErrorContext {
  bucket: Pick<Bucket, 'connection' | 'bucket' | 'prefix'>;
  /** Name of the operation, e.g. `PutObject`. */
  action: string;
  key?: string;
  /** What of it was asked for, where an error may be about it: a class, a KMS key, an ACL. */
  detail?: string;
  /** How often it was tried. */
  tries?: number;
}

/** The store's words without anything that is, or proves, a secret. */
function withoutSecrets(
  text: string,
  connection: Bucket['connection'],
): string {
  let safe = text;
  const { credentials } = connection;
  const hidden = [
    ...secretsOfConnection(connection),
    ...(credentials.type === 'keys' ? [credentials.accessKeyId] : []),
  ];
  for (const secret of hidden) {
    if (secret) safe = safe.split(secret).join('…');
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

/** AWS alone has IDs of one length: a wrong one is worth a word there. */
function hintOf(
  code: ErrorCode,
  details: Record<string, unknown>,
  idLength: number | undefined,
): string | undefined {
  if (code !== 's3-unknown-key' || !idLength || idLength === 20)
    return undefined;
  const { hint } = explain(code, details);
  return `${hint} On AWS an ID has 20 characters; what you pasted has ${idLength}.`;
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
  const code = codeOf(failure, {
    action: context.action,
    region: context.bucket.connection.region,
  });
  const { connection, bucket, prefix } = context.bucket;
  const seen = withoutSecrets(failure.message, connection);
  const { storageClass, encryption, acl } = connection.store ?? {};
  const kmsKey = encryption?.type === 'aws:kms' ? encryption.keyId : undefined;
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
    's3-unknown-key': { key4: id.slice(0, 4), store: failure.name },
    's3-clock-skew': skew(failure),
    's3-expired-token': { time: new Date().toISOString() },
    's3-bad-storage-class': {
      class: context.detail ?? storageClass ?? 'not named',
    },
    's3-kms-denied': { kmsKey: context.detail ?? kmsKey ?? 'the key' },
    's3-acl-refused': { acl: context.detail ?? acl ?? 'any' },
    's3-locked': { date: 'the end of its retention', mode: 'Object Lock' },
    's3-needs-thaw': { class: context.detail ?? 'an archive' },
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
  const at = `${host}:${more['net-refused']?.port}`;
  let message: string | undefined;
  if (isNoTls(failure.network)) message = `No TLS at ${at}`;
  if (isNoHttp(failure.network)) message = `No HTTP at ${at}`;
  if (message) message += ` (${failure.network}).`;
  const all = { ...details, ...more[code] };
  const hint = hintOf(code, all, url ? undefined : id.length);
  return new UnderstudyError(code, all, { cause, message, hint });
}
