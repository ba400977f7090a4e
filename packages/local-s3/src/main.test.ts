import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testUser } from './__testUtils__/testSupport';
import { rawRequest } from './__testUtils__/rawRequest';

const transform = createRequire(__filename).resolve(
  '@backstage/cli-node/config/nodeTransform.cjs',
);

describe('the command', () => {
  let folder: string;
  let config: string;
  let child: ChildProcess | undefined;
  let output: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'local-s3-main-'));
    config = join(folder, 'config.json');
  });
  afterEach(async () => {
    child?.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  const ended = () =>
    new Promise<number | null>(resolve => child!.once('exit', resolve));
  const start = async (): Promise<string> => {
    output = '';
    child = fork(join(__dirname, 'main.ts'), [config], {
      execArgv: ['--require', transform],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    child.stderr!.on('data', chunk => {
      output += chunk;
    });
    return new Promise((resolve, reject) => {
      child!.stdout!.on('data', chunk => {
        output += chunk;
        const url = /^local-s3 listening on (\S+)\n/m.exec(output)?.[1];
        if (url) resolve(url);
      });
      child!.once('exit', () => reject(new Error(output)));
    });
  };
  const write = (more = {}) =>
    writeFile(
      config,
      JSON.stringify({
        directory: join(folder, 's3'),
        users: [testUser],
        buckets: ['main'],
        ...more,
      }),
    );

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'says where it listens, serves, and ends on %s',
    async signal => {
      await write();
      const endpoint = await start();
      const answer = await rawRequest({
        endpoint,
        method: 'GET',
        path: '/main?list-type=2',
        user: testUser,
      });
      expect(answer.status).toBe(200);
      child!.kill(signal);
      expect(await ended()).toBe(0);
      expect(output).not.toContain(testUser.secretAccessKey);
    },
    20_000,
  );

  it('ends with its parent', async () => {
    await write();
    await start();
    child!.disconnect();
    expect(await ended()).toBe(0);
  }, 20_000);

  it('says what is wrong with its configuration, without the secrets in it', async () => {
    await write({ port: 'x', colour: 'blue' });
    await expect(start()).rejects.toThrow(/port/);
    expect(output).not.toContain(testUser.secretAccessKey);
    await writeFile(
      config,
      `{"users":[{"secretAccessKey":"${testUser.secretAccessKey}"`,
    );
    await expect(start()).rejects.toThrow(/is not JSON/);
    expect(output).not.toContain(testUser.secretAccessKey);
  }, 20_000);
});
