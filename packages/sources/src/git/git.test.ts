import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { testSourceExecutor } from '@understudy/engine/testing';
import { contextFor, readAll, scratch } from '../testSupport';
import { BundleWalk } from './BundleWalk';
import { gitExecutor } from './executor';
import { GitOptions, gitOptionsSchema } from './options';

jest.setTimeout(60_000);

const GIT = ['/usr/bin/git', '/usr/local/bin/git'].find(existsSync);
const TOKEN = 'a token/with "all"';
const suite = GIT ? describe : describe.skip;

suite(`git${GIT ? '' : ' (skipped: git not found)'}`, () => {
  let folder: string;
  let server: Server;
  let base: string;
  const asked: string[] = [];

  const git = (...args: string[]) =>
    execFileSync(GIT!, args, {
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        GIT_AUTHOR_NAME: 'a',
        GIT_AUTHOR_EMAIL: 'a@b',
        GIT_COMMITTER_NAME: 'a',
        GIT_COMMITTER_EMAIL: 'a@b',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });

  /** Refs and objects of a repository. */
  const contentOf = (repository: string) => [
    git(`--git-dir=${repository}`, 'for-each-ref'),
    git(
      `--git-dir=${repository}`,
      'rev-list',
      '--all',
      '--objects',
      '--no-object-names',
    )
      .split('\n')
      .sort()
      .join(),
    git(`--git-dir=${repository}`, 'fsck', '--strict', '--no-dangling'),
  ];

  beforeAll(async () => {
    folder = await scratch();
    const work = join(folder, 'work');
    git('init', '--quiet', '-b', 'main', work);
    mkdirSync(join(work, 'src'));
    writeFileSync(join(work, 'src', 'big'), randomBytes(2_000_000));
    writeFileSync(join(work, '.gitattributes'), '*.psd filter=lfs\n');
    git('-C', work, 'add', '.');
    git('-C', work, 'commit', '--quiet', '-m', 'first');
    git('-C', work, 'tag', '-a', 'v1', '-m', 'one');
    git('-C', work, 'checkout', '--quiet', '-b', 'feature/ü');
    writeFileSync(join(work, 'note'), 'a note');
    git('-C', work, 'add', '.');
    git('-C', work, 'commit', '--quiet', '-m', 'second');
    git('-C', work, 'update-ref', 'refs/pull/1/head', 'HEAD');
    git('-C', work, 'checkout', '--quiet', 'main');
    for (const name of ['open', 'closed']) {
      git('clone', '--quiet', '--mirror', work, join(folder, `${name}.git`));
      git(`--git-dir=${join(folder, `${name}.git`)}`, 'update-server-info');
    }
    server = createServer(async (request, response) => {
      const { pathname } = new URL(request.url!, 'http://x');
      asked.push(`${request.headers.host} ${pathname}`);
      if (pathname.startsWith('/moved.git')) {
        response
          .writeHead(302, { location: `${base}/open.git${pathname.slice(10)}` })
          .end();
        return;
      }
      const right = `Basic ${Buffer.from(`git:${TOKEN}`).toString('base64')}`;
      if (
        pathname.startsWith('/closed.git') &&
        request.headers.authorization !== right
      ) {
        response
          .writeHead(401, { 'www-authenticate': 'Basic realm="x"' })
          .end();
        return;
      }
      const bytes = await readFile(join(folder, pathname)).catch(() => null);
      response.writeHead(bytes ? 200 : 404).end(bytes ?? 'no such file');
    }).listen(0, '127.0.0.1');
    await new Promise(resolve => server.once('listening', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server?.close();
    server?.closeAllConnections();
  });

  async function copyOf(options: Partial<GitOptions>) {
    const context = await contextFor();
    const read = await readAll(
      await gitExecutor.open({ url: `${base}/open.git`, ...options }, context),
    );
    expect(readdirSync(context.tempDirectory)).toEqual([]);
    return { ...read, lines: context.lines };
  }

  testSourceExecutor<GitOptions>('git', {
    executor: gitExecutor,
    make: async () => ({ url: `${base}/closed.git`, token: TOKEN }),
    contentOf: async () => contentOf(join(folder, 'closed.git')),
    async restoredContentOf(directory) {
      const [name] = readdirSync(directory);
      const clone = join(await scratch(), 'clone.git');
      git('clone', '--quiet', '--mirror', join(directory, name), clone);
      return contentOf(clone);
    },
    missing: async () => ({ url: `${base}/gone.git` }),
    tool: {
      name: 'git',
      path: GIT!,
      missing: 'tool-missing',
      secretOf: ({ token }) => String(token),
    },
  });

  it('makes a bundle that git clone reads, with all refs', async () => {
    const { artifacts, outcome, lines } = await copyOf({});
    expect(artifacts.map(({ name }) => name)).toEqual(['open.bundle']);
    const path = join(await scratch(), 'open.bundle');
    writeFileSync(path, artifacts[0].bytes);
    const clone = join(await scratch(), 'clone');
    git('clone', '--quiet', path, clone);
    expect(readdirSync(clone).sort()).toEqual([
      '.git',
      '.gitattributes',
      'src',
    ]);
    expect(git('bundle', 'list-heads', path)).toContain('refs/pull/1/head');
    expect(outcome.notes!.join()).toContain('LFS');
    expect(lines.join()).toContain('LFS');
  });

  it('says why a repository cannot be read', async () => {
    await expect(copyOf({ url: `${base}/closed.git` })).rejects.toMatchObject({
      code: 'source-denied',
    });
    await expect(
      copyOf({ url: `${base}/closed.git`, token: 'wrong' }),
    ).rejects.toMatchObject({
      code: 'source-denied',
      hint: expect.stringContaining('token'),
    });
    await expect(copyOf({ url: `${base}/gone.git` })).rejects.toMatchObject({
      code: 'source-gone',
    });
    await expect(
      copyOf({ url: 'http://127.0.0.1:1/x.git' }),
    ).rejects.toMatchObject({ code: 'net-refused' });
    await expect(
      copyOf({ url: 'http://no.such.host.invalid/x.git' }),
    ).rejects.toMatchObject({ code: 'net-not-found' });
  });

  it('follows no redirect', async () => {
    asked.length = 0;
    await expect(
      copyOf({ url: `${base}/moved.git`, token: TOKEN }),
    ).rejects.toMatchObject({ code: 'source-failed' });
    expect(asked.some(each => each.includes('/open.git'))).toBe(false);
  });

  it('looks before a plan is made', async () => {
    const context = await contextFor();
    expect(
      await gitExecutor.check!(
        { url: `${base}/closed.git`, token: TOKEN },
        context,
      ),
    ).toMatchObject({ ok: true, seen: expect.stringMatching(/^\d+ refs\.$/) });
    expect(readdirSync(context.tempDirectory)).toEqual([]);
  });

  it('finds a changed byte anywhere behind the list of refs', async () => {
    const { bytes } = (await copyOf({})).artifacts[0];
    for (const at of [bytes.length - 1, bytes.length - 30, bytes.length >> 1]) {
      const damaged = Buffer.from(bytes);
      damaged[at] ^= 1;
      const walk = BundleWalk.create();
      for (let n = 0; n < damaged.length; n += 1000)
        walk.add(damaged.subarray(n, n + 1000));
      expect(() => walk.end()).toThrow('its own hash');
    }
    expect(() =>
      BundleWalk.create().add(Buffer.from('no bundle\n\nPACK')),
    ).toThrow('no bundle');
  });

  it('takes https and http only, and no password in a URL', () => {
    const valid = (url: string) => gitOptionsSchema.safeParse({ url }).success;
    expect(valid('https://github.com/acme/orders.git')).toBe(true);
    for (const url of [
      'file:///etc',
      'ext::sh -c true',
      'ssh://git@host/x',
      '/srv/x.git',
      'https://me:pw@host/x',
      '--upload-pack=x',
    ]) {
      expect([url, valid(url)]).toEqual([url, false]);
    }
  });
});
