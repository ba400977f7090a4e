import {
  mkdir,
  mkdtemp,
  realpath,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkReadable, configFiles, newTarget } from './paths';

describe('paths', () => {
  let base: string;
  let root: string;

  beforeAll(async () => {
    base = await realpath(await mkdtemp(join(tmpdir(), 'paths-')));
    root = join(base, 'data');
    await mkdir(join(root, 'inner'), { recursive: true });
    await mkdir(join(base, 'data-too'));
    await mkdir(join(base, 'outside'));
    await writeFile(join(root, 'inner', 'identity.txt'), '');
    await symlink(join(base, 'outside'), join(root, 'link'));
  });

  afterAll(() => rm(base, { recursive: true, force: true }));

  const readable = (path: string, more = {}) =>
    checkReadable(path, { roots: [root], excluded: [], ...more });

  it('lets sources read below the roots, also what is not there yet', async () => {
    for (const path of [root, join(root, 'inner'), join(root, 'not', 'yet')]) {
      await expect(readable(path)).resolves.toBeUndefined();
    }
  });

  it.each([
    ['a neighbour with the same beginning', () => join(base, 'data-too')],
    ['up and out', () => `${root}/../outside`],
    ['a link that leads out', () => join(root, 'link')],
    ['what a link leads to', () => join(root, 'link', 'x')],
    ['a relative path', () => 'data'],
  ])('refuses %s', async (_what, path) => {
    await expect(readable(path())).rejects.toMatchObject({
      code: 'source-denied',
    });
  });

  it('never copies files of configuration and keys', async () => {
    const excluded = [join(root, 'inner', 'identity.txt')];
    await expect(readable(excluded[0], { excluded })).rejects.toThrow(/keys/);
    await expect(readable(root, { excluded })).rejects.toThrow(/keys/);
    await readable(root, { excluded, leavesOut: true });
    await expect(
      readable(excluded[0], { excluded, leavesOut: true }),
    ).rejects.toThrow(/keys/);
  });

  it('restores into a new place below a root only', async () => {
    const target = (path: string, of = root) =>
      newTarget({ root: of, path, roots: [root] });
    expect(await target('new')).toBe(join(root, 'new'));
    expect(await target('inner/new')).toBe(join(root, 'inner', 'new'));
    for (const path of [
      '..',
      '../x',
      'inner/../../x',
      '/x',
      '.',
      'link/x',
      'a\0',
    ]) {
      await expect(target(path)).rejects.toMatchObject({
        code: 'restore-target-outside',
      });
    }
    await expect(target('x', base)).rejects.toMatchObject({
      code: 'restore-target-outside',
    });
    await expect(target('inner')).rejects.toMatchObject({
      code: 'restore-target-exists',
    });
  });

  it('knows the files of configuration', () => {
    expect(
      configFiles(
        ['node', 'x', '--config', 'a.yaml', '--config=/b.yaml'],
        '/c',
      ),
    ).toEqual(['/c/a.yaml', '/b.yaml']);
    expect(configFiles([], '/c')).toEqual([
      '/c/app-config.yaml',
      '/c/app-config.local.yaml',
    ]);
  });
});
