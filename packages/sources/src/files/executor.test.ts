import { execFile } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  link,
  lutimes,
  mkdir,
  open,
  readdir,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { contextFor, readAll, scratch } from '../testSupport';
import { filesExecutor } from './executor';
import { FilesWork, filesOptionsSchema } from './options';
import { archiveOf, inspected, restored } from './testArchive';
import { treeOf } from './testTree';

const LATIN1 = Buffer.from('caf\u00e9 r\u00e9sum\u00e9', 'latin1');

/** Names, links, modes and times of every odd kind. */
async function oddTree(): Promise<string> {
  const root = await scratch();
  const at = (...parts: string[]) => join(root, ...parts);
  const bytes = (name: Buffer) =>
    Buffer.concat([Buffer.from(`${root}/`), name]);
  await mkdir(at('empty folder'));
  await mkdir(at('deep', 'd'.repeat(120), 'e'.repeat(120)), {
    recursive: true,
  });
  await mkdir(at('read-only'));
  await writeFile(at('empty.txt'), '');
  await writeFile(at('block.bin'), Buffer.alloc(512, 7));
  await writeFile(at('large.bin'), Buffer.alloc(3 * 2 ** 20 + 17, 'x'));
  await writeFile(at('-rf *'), 'dash');
  await writeFile(at('new\nline'), 'newline');
  await writeFile(at(' leading and trailing '), 'blanks');
  await writeFile(at('quote"\'`$HOME\\n'), 'quotes');
  await writeFile(at('Übung — 日本語 👩‍🚀'), 'unicode');
  await writeFile(at('n\u0303 and \u00f1'), 'two forms of one letter');
  await writeFile(at('f'.repeat(255)), 'the longest name');
  await writeFile(
    at('deep', 'd'.repeat(120), 'e'.repeat(120), 'ü.txt'),
    'deep',
  );
  await writeFile(bytes(LATIN1), 'not UTF-8');
  await writeFile(
    bytes(Buffer.concat([LATIN1, Buffer.alloc(150, 0xe9)])),
    'not UTF-8, and long',
  );
  await writeFile(at('script.sh'), '#!/bin/sh\n', { mode: 0o755 });
  await writeFile(at('read-only', 'secret'), 's', { mode: 0o400 });
  await chmod(at('read-only'), 0o555);
  await symlink('deep', at('link to folder'));
  await symlink('no such file', at('dangling'));
  await symlink('../script.sh', at('deep', 'up'));
  await symlink('t'.repeat(300), at('long link'));
  await symlink(LATIN1, at('odd link'));
  await link(at('script.sh'), at('deep', 'second name'));
  await link(at('f'.repeat(255)), at('zz second name'));
  await utimes(at('empty.txt'), 1_000_000_000.123456, 1_000_000_000.123456);
  await utimes(at('block.bin'), '-86400.5', '-86400.5');
  await utimes(at('script.sh'), '-86400', '-86400');
  await utimes(at('empty folder'), 946_684_800, 946_684_800);
  await lutimes(at('dangling'), 1_234_567_890, 1_234_567_890);
  return root;
}

describe('files source', () => {
  it('brings back names, content, links, modes and times as they were', async () => {
    const root = await oddTree();
    const { archive, outcome } = await archiveOf(root);
    expect(outcome.gaps).toEqual([]);
    expect(outcome.counts).toEqual({ rows: null, files: 17 });
    expect([archive.name, archive.mediaType, archive.expect]).toEqual([
      'files.tar',
      'application/x-tar',
      { minBytes: 0 },
    ]);
    const before = await treeOf(root);
    expect(Object.keys(before)).toContain(LATIN1.toString('latin1'));
    expect(before['script.sh'].links).toBe(2);
    expect(before['script.sh'].mtimeNs).toBe(-86_400_000_000_000n);
    expect(await treeOf(await restored(archive), before)).toEqual(before);
    expect((await inspected(archive)).counts).toEqual(outcome.counts);
  });

  it('is read back the same by GNU tar', async () => {
    const root = await oddTree();
    const { archive } = await archiveOf(root);
    const directory = await scratch();
    const child = execFile('tar', ['-xpf', '-', '-C', directory]);
    let complaints = '';
    child.stderr!.on('data', text => {
      complaints += text;
    });
    child.stdin!.end(archive.bytes);
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(complaints).toBe(
      // It would say so of any header it does not know; times before 1970 it names.
      complaints
        .split('\n')
        .filter(line => line.includes('implausibly old time stamp'))
        .map(line => `${line}\n`)
        .join(''),
    );
    const before = await treeOf(root);
    expect(await treeOf(directory, before)).toEqual(before);
  });

  it('gives the same bytes for the same tree', async () => {
    const root = await oddTree();
    const [one, other] = [await archiveOf(root), await archiveOf(root)];
    expect(one.archive.bytes.equals(other.archive.bytes)).toBe(true);
  });

  it('keeps the content of sparse files, and makes holes again', async () => {
    const root = await scratch();
    const handle = await open(join(root, 'image.raw'), 'w');
    await handle.write(Buffer.from('head'), 0, 4, 0);
    await handle.write(Buffer.from('middle'), 0, 6, 20 * 2 ** 20 + 99);
    await handle.truncate(40 * 2 ** 20);
    await handle.close();
    const { archive, outcome } = await archiveOf(root);
    expect(outcome.gapsTotal).toBe(0);
    const directory = await restored(archive);
    const before = await treeOf(root);
    expect(await treeOf(directory, before)).toEqual(before);
    const { blocks } = await stat(join(directory, 'image.raw'));
    expect(blocks * 512).toBeLessThan(4 * 2 ** 20);
  });

  it('takes only what is included, and never what is excluded', async () => {
    const root = await scratch();
    for (const path of [
      'docs/a.md',
      'docs/img/a.png',
      'src/a.ts',
      'src/.hidden/b.ts',
      'src/node_modules/x/index.js',
      'node_modules/y.js',
      'empty/',
    ]) {
      await mkdir(join(root, path, path.endsWith('/') ? '' : '..'), {
        recursive: true,
      });
      if (!path.endsWith('/')) await writeFile(join(root, path), path);
    }
    const namesOf = async (options: Partial<FilesWork>) =>
      Object.keys(
        await treeOf(await restored((await archiveOf(root, options)).archive)),
      )
        .filter(name => name !== '.')
        .sort();

    expect(
      await namesOf({ exclude: ['**/node_modules', 'docs/img/'] }),
    ).toEqual([
      'docs',
      'docs/a.md',
      'empty',
      'src',
      'src/.hidden',
      'src/.hidden/b.ts',
      'src/a.ts',
    ]);
    expect(
      await namesOf({ include: ['docs', '**/*.ts'], exclude: ['**/*.png'] }),
    ).toEqual([
      'docs',
      'docs/a.md',
      'docs/img',
      'src',
      'src/.hidden',
      'src/.hidden/b.ts',
      'src/a.ts',
    ]);
    expect(
      filesOptionsSchema.safeParse({ path: '/d', exclude: ['/a'] }).success,
    ).toBe(false);
  });

  it('never takes what it was told not to, under no name', async () => {
    const root = await scratch();
    await writeFile(join(root, 'app-config.yaml'), 'secret');
    await link(join(root, 'app-config.yaml'), join(root, 'another name'));
    await writeFile(join(root, 'file'), 'x');
    const { archive, outcome } = await archiveOf(root, {
      never: [join(root, 'app-config.yaml'), join(root, 'not there')],
    });
    expect(outcome).toEqual({
      counts: { rows: null, files: 1 },
      gaps: [],
      gapsTotal: 0,
    });
    expect(await readdir(await restored(archive))).toEqual(['file']);
    // No plan says so: it is for the portal to add.
    expect(
      filesOptionsSchema.safeParse({ path: root, never: [] }).success,
    ).toBe(false);
  });

  it('gives no byte where there is no file, so that it cannot pass for a backup', async () => {
    const root = await scratch();
    await mkdir(join(root, 'only', 'folders'), { recursive: true });
    await writeFile(join(root, 'only', 'notes.txt'), 'x');
    const { archive, outcome } = await archiveOf(root, { include: ['*.csv'] });
    expect(archive.bytes.length).toBe(0);
    expect(archive.expect.minBytes).toBe(0);
    expect(outcome.counts.files).toBe(0);
    // Where a plan allows it, it comes back as what it was: nothing.
    expect(await readdir(await restored(archive))).toEqual([]);
    expect((await inspected(archive)).counts.files).toBe(0);
  });

  it('says that a folder is gone, is no folder, or is a wrong path', async () => {
    const root = await scratch();
    await writeFile(join(root, 'file'), '');
    await expect(archiveOf(join(root, 'gone'))).rejects.toMatchObject({
      code: 'source-gone',
    });
    await expect(archiveOf(join(root, 'file'))).rejects.toMatchObject({
      code: 'source-invalid',
    });
    await expect(archiveOf('relative')).rejects.toMatchObject({
      code: 'options-invalid',
    });
  });

  it('ends when it is cancelled', async () => {
    const root = await oddTree();
    const cancel = new AbortController();
    const context = await contextFor(cancel.signal);
    const opened = await filesExecutor.open({ path: root }, context);
    cancel.abort(new Error('cancelled'));
    await expect(readAll(opened)).rejects.toThrow('cancelled');
  });
});
