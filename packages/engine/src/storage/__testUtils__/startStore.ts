import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { DestinationConnection } from '@understudy/model';
import { LocalS3, LocalS3Options } from '@understudy/local-s3';
import { Bucket, openBucket, OpenBucketOptions } from '../../destination';
import { ABLE } from './able';

export { ABLE };

/** A store for one test file, and buckets of it. */
export interface TestStore {
  s3: LocalS3;
  connection: DestinationConnection;
  /** A bucket with a prefix of its own. */
  open(
    options?: OpenBucketOptions,
    change?: Partial<DestinationConnection>,
  ): Bucket;
  stop(): Promise<void>;
}

/** Starts local-s3 with one user who may write and one who may read. */
export async function startStore(
  options: Partial<LocalS3Options> = {},
): Promise<TestStore> {
  const directory = await mkdtemp(join(tmpdir(), 'understudy-engine-'));
  const writer = {
    accessKeyId: 'UNDERSTUDYWRITER0001',
    secretAccessKey: 'the-secret-of-the-writer',
  };
  const s3 = await LocalS3.start({
    directory,
    users: [
      writer,
      {
        accessKeyId: 'UNDERSTUDYREADER0001',
        secretAccessKey: 'the-secret-of-the-reader',
        readOnly: true,
      },
    ],
    buckets: [{ name: 'vault', blockPublicAccess: true }],
    ...options,
  });
  const opened: Bucket[] = [];
  const connection: DestinationConnection = {
    name: 'main',
    bucket: 'vault',
    prefix: '',
    endpoint: s3.endpoint,
    region: s3.region,
    credentials: { type: 'keys', ...writer },
  };
  return {
    s3,
    connection,
    open: (how = {}, change = {}) => {
      const bucket = openBucket(
        { ...connection, prefix: `t/${randomUUID()}`, ...change },
        {
          profile: ABLE,
          retry: { attempts: 4, baseMilliseconds: 5, capMilliseconds: 20 },
          ...how,
        },
      );
      opened.push(bucket);
      return bucket;
    },
    stop: async () => {
      for (const bucket of opened) bucket.close();
      await s3.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** A stream of chunks that never end where a part does. */
export function streamOf(body: Buffer, size = 333_333): Readable {
  return Readable.from(
    (function* chunks() {
      for (let at = 0; at < body.length; at += size) {
        yield body.subarray(at, at + size);
      }
    })(),
  );
}

/** Reads a stream to its end. */
export async function collect(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
