import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * local-s3 in a process of its own, so that its CPU and memory are not those
 * of what is measured.
 */
export async function startLocalS3Process(options: {
  directory: string;
  etag?: 'md5' | 'fast';
}) {
  const accessKeyId = 'bench';
  const secretAccessKey = randomUUID();
  const bucket = 'bench';
  mkdirSync(options.directory, { recursive: true });
  const config = join(options.directory, '..', `s3-${randomUUID()}.json`);
  writeFileSync(
    config,
    JSON.stringify({
      ...options,
      users: [{ accessKeyId, secretAccessKey }],
      buckets: [bucket],
      port: 0,
    }),
    { mode: 0o600 },
  );
  const child = spawn(
    process.execPath,
    [
      '--require',
      require.resolve('@backstage/cli-node/config/nodeTransform.cjs'),
      join(__dirname, '../../packages/local-s3/src/main.ts'),
      config,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const endpoint = await new Promise<string>((done, fail) => {
    let text = '';
    const read = (data: Buffer) => {
      text += String(data);
      const match = /local-s3 listening on (\S+)/.exec(text);
      if (match) done(match[1]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', code =>
      fail(new Error(`local-s3 ended with ${code}: ${text}`)),
    );
  });
  return {
    endpoint,
    bucket,
    accessKeyId,
    secretAccessKey,
    connection: {
      name: 'bench',
      bucket,
      prefix: 'bench',
      endpoint,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { type: 'keys' as const, accessKeyId, secretAccessKey },
    },
    async stop() {
      const ended = new Promise(done => child.once('exit', done));
      if (child.exitCode === null) child.kill('SIGTERM');
      await ended;
    },
  };
}
