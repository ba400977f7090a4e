import { createHash, createHmac } from 'node:crypto';
import { type Agent, request } from 'node:http';

export interface RawAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
  text: string;
}

const sha256 = (data: string | Buffer) =>
  createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string) =>
  createHmac('sha256', key).update(data).digest();

export interface RawOptions {
  endpoint: string;
  method: string;
  /** As it goes over the wire. */
  path: string;
  headers?: Record<string, string>;
  body?: Buffer | string;
  user: { accessKeyId: string; secretAccessKey: string };
  region?: string;
  service?: string;
  at?: number;
  /** Of the payload, where it is not to be that of the body. */
  payloadHash?: string;
  /** Headers that are sent and not signed. */
  unsigned?: Record<string, string>;
}

/** Signs by a second, independent writing of SigV4, for requests that no SDK would make. */
export function signRaw(options: RawOptions): {
  headers: Record<string, string>;
  signature: string;
  key: Buffer;
  scope: string;
  amzDate: string;
} {
  const { user, region = 'us-east-1', service = 's3' } = options;
  const amzDate = new Date(options.at ?? Date.now())
    .toISOString()
    .replace(/[-:]|\.\d+/g, '');
  const scope = `${amzDate.slice(0, 8)}/${region}/${service}/aws4_request`;
  const headers: Record<string, string> = {
    host: new URL(options.endpoint).host,
    'x-amz-date': amzDate,
    'x-amz-content-sha256': options.payloadHash ?? sha256(options.body ?? ''),
    ...options.headers,
  };
  const names = Object.keys(headers).sort();
  const [path, query = ''] = options.path.split('?');
  const canonical = [
    options.method,
    path,
    query
      .split('&')
      .filter(Boolean)
      .map(pair => (pair.includes('=') ? pair : `${pair}=`))
      .sort()
      .join('&'),
    ...names.map(name => `${name}:${headers[name].trim()}`),
    '',
    names.join(';'),
    headers['x-amz-content-sha256'],
  ].join('\n');
  const toSign = `AWS4-HMAC-SHA256\n${amzDate}\n${scope}\n${sha256(canonical)}`;
  const key = scope
    .split('/')
    .reduce<string | Buffer>(
      (secret, part) => hmac(secret, part),
      `AWS4${user.secretAccessKey}`,
    ) as Buffer;
  const signature = hmac(key, toSign).toString('hex');
  headers.authorization = `AWS4-HMAC-SHA256 Credential=${
    user.accessKeyId
  }/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return { headers, signature, key, scope, amzDate };
}

/** Sends exactly what it is told. */
export function sendRaw(options: {
  endpoint: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: Buffer | string;
  agent?: Agent;
}): Promise<RawAnswer> {
  const { hostname, port } = new URL(options.endpoint);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        hostname,
        port,
        method: options.method,
        path: options.path,
        headers: options.headers,
        agent: options.agent ?? false,
      },
      incoming => {
        const chunks: Buffer[] = [];
        incoming.on('data', chunk => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const body = Buffer.concat(chunks);
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            body,
            text: body.toString(),
          });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(options.body);
  });
}

export function rawRequest(options: RawOptions): Promise<RawAnswer> {
  const { headers } = signRaw(options);
  const length: Record<string, string> =
    options.body === undefined || options.unsigned?.['transfer-encoding']
      ? {}
      : { 'content-length': String(Buffer.byteLength(options.body)) };
  return sendRaw({
    ...options,
    headers: { ...length, ...headers, ...options.unsigned },
  });
}

export function code(answer: RawAnswer): string | undefined {
  return /<Code>(.*?)<\/Code>/.exec(answer.text)?.[1];
}
