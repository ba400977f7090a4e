import { openArtifact, openBucket } from '@understudy/engine';
import { UnderstudyError } from '@understudy/model';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { DownloadEnd, DownloadOrder, downloadOrderSchema } from './messages';

/** The pipe for the bytes; stdout may be written to by anybody. */
const OUTPUT = 3;

/**
 * Entry of a forked process that fetches one artifact for a download, checks
 * its hash, and unpacks it where that is asked for: the portal's event loop
 * only passes bytes on.
 */
async function download(order: DownloadOrder): Promise<DownloadEnd> {
  const { connection, profile, folder, manifest, artifact } = order;
  const bucket = openBucket(connection, { profile });
  try {
    const source = openArtifact(bucket, folder, manifest, artifact, {
      form: order.form,
      identities: order.identities,
      signal: new AbortController().signal,
    });
    await pipeline(source, createWriteStream('', { fd: OUTPUT }));
    return { type: 'done' };
  } catch (error) {
    return {
      type: 'failed',
      problem: UnderstudyError.from(error).toProblem(),
    };
  } finally {
    bucket.close();
  }
}

// Nobody waits for the bytes any more.
process.on('disconnect', () => process.exit(1));

process.on('message', message => {
  const parsed = downloadOrderSchema.safeParse(message);
  if (!parsed.success) return;
  void download(parsed.data).then(end => {
    process.send?.(end, () => process.exit(end.type === 'done' ? 0 : 1));
  });
});
