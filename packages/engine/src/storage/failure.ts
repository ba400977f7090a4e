/**
 * What an error of the SDK, of its transport or of Node tells, whatever class
 * it has. Bodies that are no XML leave only the status behind.
 */
export interface Failure {
  /** The store's code, or the error's name. */
  name: string;
  message: string;
  status: number | undefined;
  requestId: string | undefined;
  /** Code of the network layer, e.g. `ECONNRESET`. */
  network: string | undefined;
  headers: Record<string, string>;
}

interface Loose {
  name?: unknown;
  Code?: unknown;
  code?: unknown;
  message?: unknown;
  cause?: unknown;
  errors?: unknown;
  $metadata?: { httpStatusCode?: number; requestId?: string };
  $response?: { statusCode?: number; headers?: Record<string, string> };
}

const text = (value: unknown) =>
  typeof value === 'string' ? value : undefined;

/** The two sides don't speak the same protocol: https to an http port. */
export function isNoTls(code: string | undefined): boolean {
  return code === 'EPROTO' || code?.startsWith('ERR_SSL_') === true;
}

/** Nor here: http to a port that speaks TLS, or something else. */
export function isNoHttp(code: string | undefined): boolean {
  return code?.startsWith('HPE_') === true;
}

/** Codes of TLS verification as Node names them. */
export function isUntrusted(code: string | undefined): boolean {
  return (
    code !== undefined &&
    /^(?:SELF_SIGNED|DEPTH_ZERO|UNABLE_TO|CERT_|ERR_TLS_|HOSTNAME_MISMATCH)/.test(
      code,
    )
  );
}

const NETWORK =
  /^(?:E(?:CONN|PIPE|TIMEDOUT|AI_|NOTFOUND|NETUNREACH|HOSTUNREACH|HOSTDOWN|ADDRNOTAVAIL|PROTO))/;

function networkCode(error: Loose): string | undefined {
  const code = text(error.code);
  const known = [isUntrusted, isNoTls, isNoHttp].some(is => is(code));
  if (code && (NETWORK.test(code) || known)) {
    return code;
  }
  if (error.name === 'TimeoutError') return 'ETIMEDOUT';
  if (code === 'ERR_STREAM_PREMATURE_CLOSE') return 'ECONNRESET';
  const message = text(error.message) ?? '';
  if (message === 'aborted' || message === 'socket hang up')
    return 'ECONNRESET';
  // Happy eyeballs: one error for each address.
  const inner = Array.isArray(error.errors) ? error.errors[0] : error.cause;
  return inner && typeof inner === 'object'
    ? networkCode(inner as Loose)
    : undefined;
}

/** Takes an error apart. */
export function failureOf(error: unknown): Failure {
  const loose: Loose =
    error && typeof error === 'object' ? (error as Loose) : {};
  const headers = Object.fromEntries(
    Object.entries(loose.$response?.headers ?? {}).map(([name, value]) => [
      name.toLocaleLowerCase('en-US'),
      String(value),
    ]),
  );
  return {
    name: text(loose.Code) ?? text(loose.name) ?? 'Error',
    message: text(loose.message) ?? String(error),
    status: loose.$metadata?.httpStatusCode ?? loose.$response?.statusCode,
    requestId: loose.$metadata?.requestId ?? headers['x-amz-request-id'],
    network: networkCode(loose),
    headers,
  };
}
