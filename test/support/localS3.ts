import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalS3, LocalS3Options } from '@understudy/local-s3';
import { S3Server } from './s3Server';

/** A local S3 endpoint over a folder of its own, with its faults at hand. */
export interface LocalS3Server extends S3Server {
  readonly endpoint: string;
  readonly s3: LocalS3;
  /** Keys of a user who may read only. */
  readonly reader: { accessKeyId: string; secretAccessKey: string };
}

/** Starts one in this process; its folder goes with it. */
export async function startLocalS3(
  options: Partial<LocalS3Options> = {},
): Promise<LocalS3Server> {
  const directory = await mkdtemp(join(tmpdir(), 'understudy-s3-'));
  const bucket = 'understudy-contract';
  const writer = {
    accessKeyId: 'UNDERSTUDYWRITER0001',
    secretAccessKey: randomUUID(),
  };
  const reader = {
    accessKeyId: 'UNDERSTUDYREADER0001',
    secretAccessKey: randomUUID(),
  };
  const s3 = await LocalS3.start({
    directory,
    users: [writer, { ...reader, readOnly: true }],
    buckets: [bucket],
    ...options,
  });
  return {
    name: 'local-s3',
    endpoint: s3.endpoint,
    region: s3.region,
    bucket,
    ...writer,
    reader,
    s3,
    stop: async () => {
      await s3.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
