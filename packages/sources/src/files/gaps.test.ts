import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFile,
  mkdir,
  open,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { contextFor, scratch } from '../testSupport';
import { filesExecutor } from './executor';
import { archiveOf, restored } from './testArchive';
import { treeOf } from './testTree';

/** Reads the first chunk, lets something happen, then reads the rest. */
async function archiveWhile(path: string, happens: () => Promise<unknown>) {
  const context = await contextFor();
  const opened = await filesExecutor.open({ path }, context);
  let bytes = Buffer.alloc(0);
  for await (const { stream } of opened.artifacts) {
    for await (const chunk of stream) {
      if (bytes.length === 0) await happens();
      bytes = Buffer.concat([bytes, chunk as Buffer]);
    }
  }
  const outcome = await opened.finish();
  await opened.close();
  return {
    outcome,
    archive: {
      name: 'files.tar',
      mediaType: 'application/x-tar',
      bytes,
      expect: { minBytes: 0 },
    },
  };
}

describe('what changes while it is read is a named gap', () => {
  const MIB = 2 ** 20;
  /** Six mebibytes first, so that reading has not come to the others. */
  async function changing() {
    const root = await scratch();
    await writeFile(join(root, 'a.bin'), Buffer.alloc(12 * MIB, 1));
    await writeFile(join(root, 'z.txt'), 'the last one');
    return root;
  }

  it.each<[string, (root: string) => Promise<unknown>, RegExp, number]>([
    [
      'shrinks',
      root => truncate(join(root, 'a.bin'), MIB),
      /shrank.*zeros/,
      12,
    ],
    [
      'grows',
      root => appendFile(join(root, 'a.bin'), Buffer.alloc(MIB, 2)),
      /grew.*first size/,
      12,
    ],
    [
      'is written',
      async root => {
        const handle = await open(join(root, 'a.bin'), 'r+');
        await handle.write('x', 11 * MIB);
        await handle.close();
      },
      /was written/,
      12,
    ],
  ])('a file that %s', async (_, happens, reason, mebibytes) => {
    const root = await changing();
    const { archive, outcome } = await archiveWhile(root, () => happens(root));
    expect(outcome.gaps).toEqual([
      { kind: 'changed', path: 'a.bin', reason: expect.stringMatching(reason) },
    ]);
    expect(outcome.gapsTotal).toBe(1);
    // The structure holds: what comes after it is whole.
    const directory = await restored(archive);
    expect((await stat(join(directory, 'a.bin'))).size).toBe(mebibytes * MIB);
    const before = await treeOf(root);
    expect((await treeOf(directory, before))['z.txt']).toEqual(before['z.txt']);
  });

  it('a file, and a folder, that vanish', async () => {
    const root = await changing();
    await mkdir(join(root, 'b'));
    for (let n = 0; n < 40; n++) await writeFile(join(root, 'b', `${n}`), 'b');
    const { archive, outcome } = await archiveWhile(root, async () => {
      await rm(join(root, 'z.txt'));
      await rm(join(root, 'b'), { recursive: true });
    });
    expect(outcome.gaps).toEqual([
      { kind: 'vanished', path: 'b', reason: expect.any(String) },
      { kind: 'vanished', path: 'z.txt', reason: expect.any(String) },
    ]);
    expect(Object.keys(await treeOf(await restored(archive)))).toEqual([
      'a.bin',
      '.',
    ]);
  });

  it('a file that becomes a pipe or a link is not waited for nor followed', async () => {
    const root = await changing();
    await writeFile(join(root, 'y.txt'), 'y');
    const { outcome } = await archiveWhile(root, async () => {
      await rm(join(root, 'z.txt'));
      execFileSync('mkfifo', [join(root, 'z.txt')]);
      await rm(join(root, 'y.txt'));
      await symlink('/etc/hostname', join(root, 'y.txt'));
    });
    expect(outcome.gaps.map(gap => [gap.path, gap.kind])).toEqual([
      ['y.txt', 'changed'],
      ['z.txt', 'changed'],
    ]);
  });

  it('names pipes, sockets, links out of the tree, and odd names legibly', async () => {
    const root = await scratch();
    await writeFile(join(root, 'file'), 'x');
    execFileSync('mkfifo', [join(root, 'pipe')]);
    await symlink('/etc', Buffer.from(`${root}/caf\u00e9`, 'latin1'));
    const server = createServer().listen(join(root, 'socket'));
    await once(server, 'listening');
    await symlink('/etc/passwd', join(root, 'absolute'));
    await mkdir(join(root, 'sub'));
    await symlink('../../outside', join(root, 'sub', 'escaping'));
    await symlink('file/../../..', join(root, 'sub', 'winding'));
    try {
      const { archive, outcome } = await archiveOf(root);
      expect(outcome.gaps.map(({ path, kind }) => `${kind} ${path}`)).toEqual(
        expect.arrayContaining([
          'special absolute',
          'special caf\\xe9',
          'special pipe',
          'special socket',
          'special sub/escaping',
          'special sub/winding',
        ]),
      );
      expect(outcome.counts.files).toBe(1);
      // Nothing of it would be refused on the way back.
      await restored(archive);
    } finally {
      await promisify(server.close.bind(server))();
    }
  });

  it('keeps a thousand gaps and counts all', async () => {
    const root = await scratch();
    await writeFile(join(root, 'file'), 'x');
    for (let n = 0; n < 1100; n++) {
      await symlink('/etc/passwd', join(root, `link ${n}`));
    }
    const { outcome } = await archiveOf(root);
    expect(outcome.gaps).toHaveLength(1000);
    expect(outcome.gapsTotal).toBe(1100);
  });

  it('fails where nothing at all could be stored', async () => {
    const root = await scratch();
    execFileSync('mkfifo', [join(root, 'pipe')]);
    await expect(archiveOf(root)).rejects.toMatchObject({
      code: 'source-failed',
      message: expect.stringContaining('pipe is a named pipe'),
    });
  });
});
