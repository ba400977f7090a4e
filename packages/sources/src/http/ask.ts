import { IncomingMessage, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { UnderstudyError } from '@understudy/model';
import { z } from 'zod';
import { headerOf } from './header';
import { httpOptionsSchema } from './options';

type Options = z.output<typeof httpOptionsSchema>;

/** Milliseconds without a byte in either direction. */
const IDLE = 120_000;
const REDIRECTS = 5;

/** Words that hold neither the query, which may be a credential, nor headers. */
const shown = (url: URL) => `${url.origin}${url.pathname}`;

export const failed = (seen: string, cause?: unknown) =>
  new UnderstudyError('source-failed', { seen }, { cause });

function unreachable(url: URL, error: NodeJS.ErrnoException): UnderstudyError {
  const host = url.hostname;
  const port = url.port || (url.protocol === 'https:' ? 443 : 80);
  const options = { cause: error };
  if (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') {
    return new UnderstudyError('net-not-found', { host }, options);
  }
  if (error.code === 'ECONNREFUSED') {
    return new UnderstudyError('net-refused', { host, port }, options);
  }
  return failed(`${shown(url)}: ${error.message}.`, error);
}

function refused(url: URL, status: number): UnderstudyError {
  const path = shown(url);
  if (status === 401 || status === 403) {
    const reason = `it answered with status ${status}`;
    const hint = 'Enter the secret header again, or let its owner read this.';
    return new UnderstudyError('source-denied', { path, reason }, { hint });
  }
  return status === 404 || status === 410
    ? new UnderstudyError('source-gone', { path })
    : failed(`${path} answered with status ${status}, not 200.`);
}

function headersOf({ headers, secretHeader, secret }: Options) {
  return {
    'user-agent': 'understudy',
    // Packing is ours: what comes is what the service means.
    'accept-encoding': 'identity',
    ...Object.fromEntries(
      headers.map(headerOf).map(({ name, value }) => [name, value]),
    ),
    ...(secret === undefined ? {} : { [secretHeader]: String(secret) }),
  };
}

function once(
  url: URL,
  options: Options,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const make = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const asked = make(url, { headers: headersOf(options), signal });
    asked.setTimeout(IDLE, () =>
      asked.destroy(new Error(`no byte came for ${IDLE / 1000} s`)),
    );
    asked.on('response', resolve);
    asked.on('error', error => {
      reject(signal.aborted ? signal.reason : unreachable(url, error));
    });
    asked.end();
  });
}

/** Where a redirect leads; another host would be sent our secret. */
function nextOf(answer: IncomingMessage, from: URL): URL {
  const { location = '' } = answer.headers;
  const to = URL.canParse(location, from.href)
    ? new URL(location, from.href)
    : undefined;
  if (to?.origin === from.origin) return to;
  const where = to ? to.origin : 'nowhere';
  throw failed(
    `${shown(from)} redirects to ${where}; only redirects within ${
      from.origin
    } are followed.`,
  );
}

/**
 * The answer to a GET, with status 200 and a body still to be read. Redirects
 * are followed within the origin alone.
 * @throws UnderstudyError `source-failed`
 */
export async function ask(
  options: Options,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  let url = new URL(options.url);
  for (let redirects = 0; redirects <= REDIRECTS; redirects += 1) {
    const answer = await once(url, options, signal);
    const { statusCode = 0, headers } = answer;
    if (statusCode === 200) return checked(answer, url, options);
    answer.destroy();
    if (![301, 302, 303, 307, 308].includes(statusCode)) {
      throw refused(url, statusCode);
    }
    if (headers.location === undefined) break;
    url = nextOf(answer, url);
  }
  throw failed(`${shown(url)} redirects without end.`);
}

/** `text/csv` of `text/csv; charset=utf-8`. */
export function mediaTypeOf({ headers }: IncomingMessage): string {
  const said = (headers['content-type'] ?? '').split(';')[0].trim();
  return /^[\w.+-]+\/[\w.+-]+$/.test(said)
    ? said.toLowerCase()
    : 'application/octet-stream';
}

function checked(
  answer: IncomingMessage,
  url: URL,
  { contentType }: Options,
): IncomingMessage {
  const said = mediaTypeOf(answer);
  const encoding = answer.headers['content-encoding'] ?? 'identity';
  let wrong: string | undefined;
  if (contentType && said !== contentType.toLowerCase()) {
    wrong = `is ${said}, not ${contentType}`;
  } else if (encoding !== 'identity') {
    wrong = `is encoded as ${encoding}, which was not asked for`;
  }
  if (!wrong) return answer;
  answer.destroy();
  throw failed(`What ${shown(url)} gives ${wrong}.`);
}
