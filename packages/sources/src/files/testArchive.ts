import { Readable } from 'node:stream';
import { contextFor, readAll, scratch, stored } from '../testSupport';
import { filesExecutor } from './executor';
import { FilesWork } from './options';

export async function archiveOf(
  path: string,
  options: Partial<FilesWork> = {},
) {
  const context = await contextFor();
  const opened = await filesExecutor.open({ path, ...options }, context);
  const { artifacts, outcome } = await readAll(opened);
  return { archive: artifacts[0], outcome };
}

export type Archive = Awaited<ReturnType<typeof archiveOf>>['archive'];

export async function restored(archive: Archive, bytes = archive.bytes) {
  const directory = await scratch();
  await filesExecutor.restore(
    stored(archive),
    Readable.from(bytes.length ? [bytes] : [], { objectMode: false }),
    directory,
    await contextFor(),
  );
  return directory;
}

export async function inspected(archive: Archive, bytes = archive.bytes) {
  return filesExecutor.inspect(
    stored(archive),
    Readable.from(bytes.length ? [bytes] : [], { objectMode: false }),
    await contextFor(),
  );
}
