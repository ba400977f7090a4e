import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { NewFile, SourceExecutor } from '@understudy/engine';
import { artifactNameSchema, UnderstudyError } from '@understudy/model';

const cannot = () =>
  new UnderstudyError('defect', { seen: 'Artifacts as they are only go out.' });

/**
 * Writes artifacts as they are, decrypted and decompressed: for `--raw`, and
 * for types of source that this program does not know.
 */
export const rawExecutor: SourceExecutor = {
  async open() {
    throw cannot();
  },
  async inspect() {
    throw cannot();
  },
  async restore(artifact, stream, directory, { signal }) {
    const name = artifactNameSchema.parse(artifact.name);
    const path = join(directory, name);
    await pipeline(stream, NewFile.create({ path }), { signal });
  },
};
