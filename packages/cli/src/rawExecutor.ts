import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { SourceExecutor } from '@understudy/engine';
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
    await pipeline(
      stream,
      createWriteStream(join(directory, name), { flags: 'wx', mode: 0o600 }),
      { signal },
    );
  },
};
