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
import { resolveNewPath, resolveReadPath, safeEntryPath } from './safePath';

describe('safe paths', () => {
  let base: string;
  let root: string;
  beforeAll(async () => {
    base = await realpath(await mkdtemp(join(tmpdir(), 'paths-')));
    root = join(base, 'root');
    await mkdir(join(root, 'dir'), { recursive: true });
    await mkdir(join(base, 'root-beside'));
    await writeFile(join(base, 'outside.txt'), 'secret');
    await writeFile(join(root, 'inside.txt'), 'data');
    await symlink(join(base, 'outside.txt'), join(root, 'leads-out'));
    await symlink(join(root, 'inside.txt'), join(root, 'stays-in'));
    await symlink(join(root, 'nowhere'), join(root, 'dangling'));
    await symlink(root, join(base, 'root-link'));
    await symlink(base, join(root, 'up'));
  });
  afterAll(() => rm(base, { recursive: true, force: true }));

  it('resolves what lies under a root, links followed', async () => {
    const inside = join(root, 'inside.txt');
    expect(await resolveReadPath(inside, [root])).toBe(inside);
    expect(await resolveReadPath(join(root, 'stays-in'), [root])).toBe(inside);
    expect(await resolveReadPath(root, [root])).toBe(root);
    // A root may itself be a link; a missing one allows nothing.
    const link = join(base, 'root-link');
    expect(await resolveReadPath(join(link, 'inside.txt'), [link])).toBe(
      inside,
    );
    expect(await resolveReadPath(inside, ['/no/such/root', root])).toBe(inside);
  });

  it.each<[string, (r: string) => string, string]>([
    ['a link that leads out', r => join(r, 'leads-out'), 'source-denied'],
    [
      'a way through a link',
      r => join(r, 'up', 'outside.txt'),
      'source-denied',
    ],
    [
      'dots, though they stay in',
      r => `${r}/dir/../inside.txt`,
      'source-denied',
    ],
    ['a folder whose name begins alike', r => `${r}-beside`, 'source-denied'],
    ['a relative path', () => 'inside.txt', 'source-denied'],
    ['NUL', r => `${r}/inside.txt\0.db`, 'source-denied'],
    ['what is not there', r => join(r, 'gone.txt'), 'source-gone'],
    [
      'a file taken for a folder',
      r => join(r, 'inside.txt', 'x'),
      'source-gone',
    ],
    ['a dangling link', r => join(r, 'dangling'), 'source-gone'],
  ])('refuses %s', async (_, path, code) => {
    await expect(resolveReadPath(path(root), [root])).rejects.toMatchObject({
      code,
    });
  });

  it('allows nothing without roots', async () => {
    const inside = join(root, 'inside.txt');
    await expect(resolveReadPath(inside, [])).rejects.toMatchObject({
      code: 'source-denied',
    });
    await expect(resolveNewPath(join(root, 'new'), [])).rejects.toMatchObject({
      code: 'restore-target-outside',
    });
  });

  it('resolves a new place, however much of the way is missing', async () => {
    const target = join(root, 'a', 'b', 'c');
    expect(await resolveNewPath(target, [root])).toBe(target);
    const link = join(base, 'root-link', 'new');
    expect(await resolveNewPath(link, [root])).toBe(join(root, 'new'));
  });

  it.each<[string, (r: string) => string, string]>([
    ['what exists', r => join(r, 'dir'), 'restore-target-exists'],
    ['a dangling link', r => join(r, 'dangling'), 'restore-target-exists'],
    [
      'a way through a dangling link',
      r => join(r, 'dangling', 'x'),
      'restore-target-exists',
    ],
    [
      'a way out through a link',
      r => join(r, 'up', 'new'),
      'restore-target-outside',
    ],
    ['dots', r => `${r}/dir/../../new`, 'restore-target-outside'],
    [
      'a root that is yet to be made',
      r => join(r, '..', 'other'),
      'restore-target-outside',
    ],
    ['the root itself', r => r, 'restore-target-outside'],
  ])('refuses %s as a new place', async (_, path, code) => {
    await expect(resolveNewPath(path(root), [root])).rejects.toMatchObject({
      code,
    });
  });

  it.each(['/etc/passwd', '../x', 'a/../../x', 'a/..', '..', 'a\0b'])(
    'refuses the entry %j of an archive',
    entry => {
      expect(() => safeEntryPath(root, entry)).toThrow(
        expect.objectContaining({ code: 'restore-unsafe' }),
      );
    },
  );

  it.each([
    ['a/b', 'a/b'],
    ['./a', 'a'],
    ['a/..b', 'a/..b'],
    ['...', '...'],
    ['a\\b', 'a\\b'],
  ])('takes the entry %j', (entry, path) => {
    expect(safeEntryPath(root, entry)).toBe(join(root, path));
  });
});
