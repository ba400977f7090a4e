import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** What `.data/demo.json` holds. */
export interface Demo {
  endpoint: string;
  region: string;
  bucket: string;
  prefix: string;
  accessKeyId: string;
  secretAccessKey: string;
  identityFile: string;
  s3AdminToken?: string;
}

export type Provider = 'guest' | 'demo-owner' | 'demo-reader';

export interface Portal {
  readonly url: string;
  readonly backendUrl: string;
  readonly dataDirectory: string;
  readonly demo: Demo;
  /** Everything the launcher printed. */
  output(): string;
  token(provider: Provider): Promise<string>;
  /** Calls the plugin's API and parses the answer. */
  api<T = any>(
    method: string,
    path: string,
    options?: {
      as?: Provider;
      body?: unknown;
      headers?: Record<string, string>;
    },
  ): Promise<{ status: number; body: T; headers: Headers }>;
  stop(): Promise<void>;
}

const ROOT = resolve(__dirname, '../..');

/** A port that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
}

/**
 * Starts the demo portal as a newcomer would, by the launcher, with ports and
 * a data folder of its own, and waits for its line *Understudy is ready*.
 */
export async function startPortal(
  options: {
    environment?: Record<string, string>;
    deadlineSeconds?: number;
  } = {},
): Promise<Portal> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'understudy-portal-'));
  const [appPort, backendPort, s3Port] = [
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const child = spawn(
    process.execPath,
    [join(ROOT, 'scripts/run.mjs'), 'start', '--no-browser'],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        UNDERSTUDY_TEST: '1',
        UNDERSTUDY_APP_PORT: String(appPort),
        UNDERSTUDY_BACKEND_PORT: String(backendPort),
        UNDERSTUDY_S3_PORT: String(s3Port),
        UNDERSTUDY_DATA_DIR: dataDirectory,
        ...options.environment,
      },
    },
  );
  let printed = '';
  const ended = new Promise<number | null>(done => child.once('exit', done));
  const stop = async () => {
    if (child.exitCode === null) child.kill('SIGINT');
    await ended;
    rmSync(dataDirectory, { recursive: true, force: true });
  };
  try {
    await new Promise<void>((done, fail) => {
      const timer = setTimeout(
        () =>
          fail(new Error(`the portal is not ready:\n${printed.slice(-4000)}`)),
        (options.deadlineSeconds ?? 240) * 1000,
      );
      const read = (data: Buffer) => {
        printed += String(data);
        if (/^Understudy is ready: /m.test(printed)) {
          clearTimeout(timer);
          done();
        }
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      void ended.then(code =>
        fail(
          new Error(
            `the launcher ended with ${code}:\n${printed.slice(-4000)}`,
          ),
        ),
      );
    });
  } catch (error) {
    await stop();
    throw error;
  }

  const url = `http://localhost:${appPort}`;
  const backendUrl = `http://localhost:${backendPort}`;
  const tokens = new Map<Provider, string>();
  const token = async (provider: Provider) => {
    const known = tokens.get(provider);
    if (known) return known;
    const answer = await fetch(`${backendUrl}/api/auth/${provider}/refresh`, {
      method: 'POST',
    });
    const { backstageIdentity } = (await answer.json()) as {
      backstageIdentity: { token: string };
    };
    tokens.set(provider, backstageIdentity.token);
    return backstageIdentity.token;
  };
  return {
    url,
    backendUrl,
    dataDirectory,
    demo: JSON.parse(readFileSync(join(dataDirectory, 'demo.json'), 'utf8')),
    output: () => printed,
    token,
    async api(method, path, { as = 'guest', body, headers } = {}) {
      const answer = await fetch(`${backendUrl}/api/s3-backup${path}`, {
        method,
        headers: {
          // A suite may be busy for long; a kept connection would be stale.
          connection: 'close',
          authorization: `Bearer ${await token(as)}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const text = await answer.text();
      return {
        status: answer.status,
        headers: answer.headers,
        body: text ? JSON.parse(text) : undefined,
      };
    },
    stop,
  };
}
