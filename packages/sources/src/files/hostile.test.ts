import { existsSync } from 'node:fs';
import {
  mkdir,
  readFile,
  readdir,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pack } from 'tar-stream';
import { bytesOf, contextFor, scratch } from '../testSupport';
import { filesExecutor } from './executor';
import {
  Entry,
  archive,
  folder,
  hard,
  inspect,
  restore,
  tarOf,
  to,
} from './testEntries';

describe('hostile archives', () => {
  it.each<[string, Entry[]]>([
    ['an absolute name', [{ name: '/etc/owned', content: 'x' }]],
    ['..', [{ name: '../owned', content: 'x' }]],
    ['.. in the middle', [{ name: 'a/../../owned', content: 'x' }]],
    ['.. as a folder', [folder('../owned/')]],
    ['a NUL', [{ name: `${'n'.repeat(120)}\0/owned`, content: 'x' }]],
    ['an empty name', [{ name: '', content: 'x' }]],
    ['the folder itself', [{ name: './', type: 'symlink', link: 'x' }]],
    ['an absolute link', [to('a', '/etc/passwd')]],
    ['a link out', [to('a', '../outer')]],
    ['a link out from a folder', [folder('d/'), to('d/a', '../../outer')]],
    ['a link that winds out', [to('a', '.'), to('b', 'a/../..')]],
    ['a hard link out', [hard('a', '../owned')]],
    ['an absolute hard link', [hard('a', '/etc/passwd')]],
  ])('%s is refused, and seen by a walk, too', async (_, entries) => {
    const bytes = archive(...entries);
    const { outer, error } = await restore(bytes);
    expect(error).toMatchObject({ code: 'restore-unsafe' });
    expect(await readdir(outer)).toEqual(['target']);
    expect(existsSync('/etc/owned')).toBe(false);
    await expect(inspect(bytes)).rejects.toMatchObject({
      code: 'backup-damaged',
    });
  });

  it.each<[string, Entry[]]>([
    [
      'a file written through a link',
      [folder('real/'), to('a', 'real'), { name: 'a/owned', content: 'x' }],
    ],
    [
      'a folder written through a link',
      [folder('real/'), to('a', 'real'), folder('a/owned/')],
    ],
    [
      'a link through a link',
      [folder('real/'), to('a', 'real'), to('a/owned', 'x')],
    ],
    [
      'a folder replaced by a link',
      [folder('a/'), to('a', 'real'), { name: 'a/owned', content: 'x' }],
    ],
    [
      'a link replaced by a folder',
      [folder('real/'), to('a', 'real'), folder('a/')],
    ],
    [
      'a file over a link to a file',
      [
        { name: 'real', content: '1' },
        to('a', 'real'),
        { name: 'a', content: '2' },
      ],
    ],
    [
      'a file that comes twice',
      [
        { name: 'real', content: '1' },
        { name: 'real', content: '2' },
      ],
    ],
    [
      'a file as a folder',
      [
        { name: 'real', content: '1' },
        { name: 'real/owned', content: '2' },
      ],
    ],
    ['a hard link to nothing', [hard('a', 'b')]],
    ['a hard link to a folder', [folder('b/'), hard('a', 'b')]],
    ['a hard link to a link', [to('b', 'c'), hard('a', 'b')]],
    [
      'a hard link through a link',
      [folder('real/'), { name: 'real/f' }, to('l', 'real'), hard('a', 'l/f')],
    ],
  ])('%s is refused', async (_, entries) => {
    const { target, error } = await restore(archive(...entries));
    expect(error).toMatchObject({ code: 'restore-unsafe' });
    expect(existsSync(join(target, 'real', 'owned'))).toBe(false);
    const first = join(target, entries[0].name);
    expect(entries[0].content ? await readFile(first, 'utf8') : '1').toBe('1');
  });

  it('does not follow a link that stood there before', async () => {
    const outer = await scratch();
    const target = join(outer, 'target');
    await mkdir(target);
    await mkdir(join(outer, 'elsewhere'));
    await symlink('../elsewhere', join(target, 'a'));
    await writeFile(join(outer, 'elsewhere', 'kept'), 'kept');
    const context = await contextFor();
    for (const entries of [
      [{ name: 'a/owned', content: 'x' }],
      [folder('a/'), { name: 'a/owned', content: 'x' }],
    ]) {
      const bytes = archive(...entries);
      await expect(
        filesExecutor.restore(
          tarOf(bytes),
          Readable.from([bytes], { objectMode: false }),
          target,
          context,
        ),
      ).rejects.toMatchObject({ code: 'restore-unsafe' });
    }
    expect(await readdir(join(outer, 'elsewhere'))).toEqual(['kept']);
  });

  it.each(['character-device', 'block-device', 'fifo'] as const)(
    'a %s is refused',
    async type => {
      const tar = pack();
      tar.entry({ name: 'device', type });
      tar.finalize();
      const { target, error } = await restore(await bytesOf(tar));
      expect(error).toMatchObject({ code: 'restore-unsafe' });
      expect(await readdir(target)).toEqual([]);
    },
  );

  it('drops setuid, setgid and sticky, and ignores the owner', async () => {
    const { target, error } = await restore(
      archive(
        { name: 'd/', type: 'directory', mode: 0o7755, uid: 1234, gid: 1234 },
        { name: 'd/f', mode: 0o6755, uid: 1234, gid: 1234, content: 'x' },
      ),
    );
    expect(error).toBeNull();
    for (const name of ['d', 'd/f']) {
      const found = await stat(join(target, name));
      expect(found.mode & 0o7777).toBe(0o755);
      expect([found.uid, found.gid]).toEqual([
        process.getuid!(),
        process.getgid!(),
      ]);
    }
  });

  it('links within the tree are taken', async () => {
    const { target, error } = await restore(
      archive(
        folder('d/'),
        { name: 'd/f', content: 'x' },
        to('d/up', '../d/f'),
        to('down', 'd/f'),
        hard('d/g', './d/f'),
      ),
    );
    expect(error).toBeNull();
    expect(await readFile(join(target, 'd', 'up'), 'utf8')).toBe('x');
    expect(await readFile(join(target, 'd', 'g'), 'utf8')).toBe('x');
  });
});
