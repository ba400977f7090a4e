import { readdir, rm } from 'node:fs/promises';
import type {
  ScratchPlace,
  SourceContext,
  SourceExecutor,
} from '../source/contract';

/** For types without a scratch place of their own: a folder, then removed. */
export function folderScratch(
  executor: SourceExecutor,
  directory: string,
  context: SourceContext,
): ScratchPlace {
  return {
    words: 'a temporary folder of the worker',
    restore: (artifact, stream) =>
      executor.restore(artifact, stream, directory, context),
    async countFiles() {
      const entries = await readdir(directory, {
        recursive: true,
        withFileTypes: true,
      });
      return entries.filter(entry => entry.isFile()).length;
    },
    discard: () => rm(directory, { recursive: true, force: true }),
    async close() {},
  };
}
