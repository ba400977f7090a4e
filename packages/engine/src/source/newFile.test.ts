import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { NewFile } from './newFile';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'understudy-new-file-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (path: string, ...pieces: Buffer[]) =>
  pipeline(Readable.from(pieces), NewFile.create({ path }));

it('writes all pieces in order, for its owner alone', async () => {
  const path = join(folder, 'a');
  await write(path, Buffer.from('one '), Buffer.alloc(200_000, 'x'));
  const text = readFileSync(path, 'utf8');
  expect(text).toHaveLength(200_004);
  expect(text.startsWith('one xx')).toBe(true);
  // eslint-disable-next-line no-bitwise
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

it('never writes over what is there, nor through a link', async () => {
  const path = join(folder, 'a');
  await writeFile(path, 'before');
  await expect(write(path, Buffer.from('x'))).rejects.toMatchObject({
    code: 'EEXIST',
  });
  symlinkSync(join(folder, 'elsewhere'), join(folder, 'link'));
  await expect(
    write(join(folder, 'link'), Buffer.from('x')),
  ).rejects.toMatchObject({ code: 'EEXIST' });
  expect(readFileSync(path, 'utf8')).toBe('before');
});

it('a stream that breaks is told as what broke it', async () => {
  async function* breaking() {
    yield Buffer.from('x');
    throw new Error('the source broke');
  }
  const path = join(folder, 'a');
  await expect(
    pipeline(Readable.from(breaking()), NewFile.create({ path })),
  ).rejects.toThrow('the source broke');
});

it('given up in mid-write, it closes after the write and not before', async () => {
  const path = join(folder, 'a');
  const uncaught: unknown[] = [];
  const onUncaught = (error: unknown) => uncaught.push(error);
  process.on('uncaughtException', onUncaught);
  for (let n = 0; n < 20; n += 1) {
    const file = NewFile.create({ path: `${path}${n}` });
    await new Promise<void>(resolve => {
      file.on('error', () => {}).once('close', resolve);
      file.write(Buffer.alloc(8 << 20, 'x'));
      setTimeout(() => file.destroy(new Error('given up')), n);
    });
  }
  // What would still be on its way by then.
  await new Promise(resolve => setTimeout(resolve, 200));
  process.off('uncaughtException', onUncaught);
  expect(uncaught).toEqual([]);
  const numbers = existsSync('/proc') ? readdirSync('/proc/self/fd') : [];
  const open = numbers.filter(fd => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith(folder);
    } catch {
      return false;
    }
  });
  expect(open).toEqual([]);
});
