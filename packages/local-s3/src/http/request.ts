import type { IncomingMessage } from 'node:http';
import { S3Error } from '../errors';

/** A request as S3 sees it: which bucket, which key, what was asked. */
export interface S3Request {
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  /** Path as it came, decoded once; what the signature covers. */
  readonly path: string;
  readonly query: ReadonlyMap<string, string>;
  readonly queryPairs: ReadonlyArray<readonly [string, string]>;
  /** Lower-case names; values of repeated headers joined by a comma. */
  readonly headers: ReadonlyMap<string, string>;
  readonly message: IncomingMessage;
}

function invalidUri(): S3Error {
  return S3Error.create({
    status: 400,
    code: 'InvalidURI',
    message: "Couldn't parse the specified URI.",
  });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalidUri();
  }
}

function parseQuery(text: string): Array<[string, string]> {
  return text
    .split('&')
    .filter(pair => pair.length > 0)
    .map(pair => {
      const equals = pair.indexOf('=');
      const name = equals < 0 ? pair : pair.slice(0, equals);
      const value = equals < 0 ? '' : pair.slice(equals + 1);
      return [
        decode(name.replace(/\+/g, ' ')),
        decode(value.replace(/\+/g, ' ')),
      ];
    });
}

function collectHeaders(message: IncomingMessage): Map<string, string> {
  const headers = new Map<string, string>();
  for (let i = 0; i < message.rawHeaders.length; i += 2) {
    const name = message.rawHeaders[i].toLowerCase();
    // Node reads header bytes as Latin-1; clients sign and mean UTF-8.
    const value = Buffer.from(message.rawHeaders[i + 1], 'latin1').toString();
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before},${value}`);
  }
  return headers;
}

/** `bucket.localhost:9000` names a bucket; `localhost`, an address or any other host does not. */
function bucketOfHost(host: string | undefined): string | undefined {
  return /^(.+)\.localhost(?::\d+)?$/i.exec(host ?? '')?.[1].toLowerCase();
}

/** Not URL: it would tidy `..` and `//` away, which are parts of keys here. */
export function parseRequest(message: IncomingMessage): S3Request {
  const target = (message.url ?? '/').replace(/^https?:\/\/[^/?]*/i, '');
  const mark = target.indexOf('?');
  const rawPath = (mark < 0 ? target : target.slice(0, mark)) || '/';
  const queryPairs = mark < 0 ? [] : parseQuery(target.slice(mark + 1));
  const path = decode(rawPath);
  if (!path.startsWith('/') || path.includes('\0')) throw invalidUri();
  const headers = collectHeaders(message);
  const hostBucket = bucketOfHost(headers.get('host'));
  const rest = path.slice(1);
  const slash = rest.indexOf('/');
  const pathBucket = slash < 0 ? rest : rest.slice(0, slash);
  const pathKey = slash < 0 ? '' : rest.slice(slash + 1);
  return {
    method: message.method ?? 'GET',
    bucket: hostBucket ?? pathBucket,
    key: hostBucket === undefined ? pathKey : rest,
    path,
    query: new Map(queryPairs),
    queryPairs,
    headers,
    message,
  };
}
