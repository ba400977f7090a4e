import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { contextFor, scratch } from '../testSupport';
import { filesExecutor } from './executor';
import { END_OF_ARCHIVE, padding } from './tar/format';
import { TarEntry, tarHeader } from './tar/write';

/** An entry with what is not said filled in. */
export type Entry = Partial<Omit<TarEntry, 'name' | 'link'>> & {
  name: string;
  link?: string;
  content?: string;
};

/** An archive as somebody else may have made it. */
export function archive(...entries: Entry[]): Buffer {
  const parts: Buffer[] = [];
  for (const { name, link, content = '', ...rest } of entries) {
    const body = Buffer.from(content);
    parts.push(
      tarHeader({
        type: 'file',
        mode: 0o644,
        uid: 0,
        gid: 0,
        mtimeNs: 0n,
        size: body.length,
        ...rest,
        name: Buffer.from(name),
        link: link === undefined ? undefined : Buffer.from(link),
      }),
      body,
      Buffer.alloc(padding(body.length)),
    );
  }
  return Buffer.concat([...parts, END_OF_ARCHIVE]);
}

export const tarOf = (bytes: Buffer) => ({
  name: 'files.tar',
  mediaType: 'application/x-tar',
  bytes: bytes.length,
});

/** Restores below `outer/target`; `outer` shows what got out. */
export async function restore(bytes: Buffer) {
  const outer = await scratch();
  const target = join(outer, 'target');
  await mkdir(target);
  let error: unknown = null;
  try {
    await filesExecutor.restore(
      tarOf(bytes),
      Readable.from([bytes], { objectMode: false }),
      target,
      await contextFor(),
    );
  } catch (thrown) {
    error = thrown;
  }
  return { outer, target, error };
}

export async function inspect(bytes: Buffer) {
  return filesExecutor.inspect(
    tarOf(bytes),
    Readable.from([bytes], { objectMode: false }),
    await contextFor(),
  );
}

export const folder = (name: string): Entry => ({ name, type: 'directory' });
export const to = (name: string, link: string): Entry => ({
  name,
  link,
  type: 'symlink',
});
export const hard = (name: string, link: string): Entry => ({
  name,
  link,
  type: 'hardLink',
});
