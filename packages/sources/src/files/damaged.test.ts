import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pack } from 'tar-stream';
import { bytesOf } from '../testSupport';
import { padding } from './tar/format';
import { tarHeader } from './tar/write';
import { archive, inspect, restore } from './testEntries';

describe('damaged archives', () => {
  const whole = archive(
    { name: 'a', content: 'first' },
    // Its content looks like the end of an archive.
    { name: 'b', content: '\0'.repeat(2048) },
  );

  it('reads the whole one', async () => {
    expect((await inspect(whole)).counts.files).toBe(2);
  });

  it.each([1, 100, 511, 512, 700, 1023, 1024, 1536, 3072, 3584])(
    'one that lacks its last bytes (kept: %i) is refused',
    async kept => {
      for (const bytes of [
        whole.subarray(0, kept),
        // Cut between two entries, where nothing but the end is missing.
        whole.subarray(0, whole.length - 1024),
        whole.subarray(0, whole.length - 512),
      ]) {
        await expect(inspect(bytes)).rejects.toMatchObject({
          code: 'backup-damaged',
        });
        expect((await restore(bytes)).error).toMatchObject({
          code: 'backup-damaged',
        });
      }
    },
  );

  it('one with something behind its end is refused', async () => {
    const more = Buffer.concat([
      whole,
      archive({ name: 'hidden', content: 'x' }),
    ]);
    await expect(inspect(more)).rejects.toMatchObject({
      code: 'backup-damaged',
    });
  });

  it('a flipped bit in a header is refused', async () => {
    for (const at of [0, 110, 130, 156, 300]) {
      const flipped = Buffer.from(whole);
      flipped[at] ^= 1;
      await expect(inspect(flipped)).rejects.toMatchObject({
        code: 'backup-damaged',
      });
    }
  });

  it.each([
    ['a size that is no number', 'size=1e9'],
    ['a record that is longer than its header', 'path'],
    ['a sparse form we do not read', 'GNU.sparse.map=0,1'],
  ])('%s is refused', async (_, record) => {
    const text = record.includes('=')
      ? `${record.length + 4} ${record}\n`
      : '999 path=x\n';
    const body = Buffer.from(text);
    const header = tarHeader({
      type: 'file',
      name: Buffer.from('PaxHeader'),
      mode: 0,
      uid: 0,
      gid: 0,
      mtimeNs: 0n,
      size: body.length,
    });
    header[156] = 'x'.charCodeAt(0);
    let sum = 8 * 0x20;
    for (let at = 0; at < 512; at++)
      if (at < 148 || at > 155) sum += header[at];
    header.write(sum.toString(8).padStart(6, '0'), 148);
    const bytes = Buffer.concat([
      header,
      body,
      Buffer.alloc(padding(body.length)),
      whole,
    ]);
    await expect(inspect(bytes)).rejects.toMatchObject({
      code: 'backup-damaged',
    });
  });

  it('archives of other programs are read', async () => {
    const tar = pack();
    tar.entry({ name: 'ü'.repeat(110), mode: 0o600 }, 'other');
    tar.entry({ name: 'd', type: 'directory' });
    tar.finalize();
    const { target, error } = await restore(await bytesOf(tar));
    expect(error).toBeNull();
    expect(await readFile(join(target, 'ü'.repeat(110)), 'utf8')).toBe('other');
    expect((await readdir(target)).length).toBe(2);
  });
});
