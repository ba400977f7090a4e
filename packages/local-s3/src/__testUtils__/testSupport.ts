import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { LocalS3, type LocalS3Options } from '../index';

export const testUser = {
  accessKeyId: 'TESTUSER',
  secretAccessKey: 'test/secret+key=',
};
export const bucketName = 'test-bucket';

/** An endpoint on a folder of its own, both gone after the test file. */
export interface Harness {
  server: LocalS3;
  directory: string;
  client(config?: Partial<S3ClientConfig>): S3Client;
  /** Stops and starts on the same folder. */
  restart(options?: Partial<LocalS3Options>): Promise<void>;
  /** The files that hold bytes, of objects, parts and what is still coming. */
  storedFiles(): Promise<string[]>;
  end(): Promise<void>;
}

export async function startHarness(
  options: Partial<LocalS3Options> = {},
): Promise<Harness> {
  const directory = await mkdtemp(join(tmpdir(), 'local-s3-'));
  const clients: S3Client[] = [];
  const start = (more: Partial<LocalS3Options>) =>
    LocalS3.start({
      directory,
      users: [testUser],
      buckets: [bucketName],
      ...options,
      ...more,
    });
  const harness: Harness = {
    server: await start({}),
    directory,
    client: config => {
      const client = new S3Client({
        endpoint: harness.server.endpoint,
        region: harness.server.region,
        credentials: testUser,
        forcePathStyle: true,
        maxAttempts: 1,
        ...config,
      });
      clients.push(client);
      return client;
    },
    restart: async (more = {}) => {
      const { port } = harness.server;
      await harness.server.stop();
      harness.server = await start({ port, ...more });
    },
    storedFiles: async () => {
      const names = await readdir(directory, { recursive: true });
      return names.filter(name => /\/[0-9a-f]{32}$/.test(name));
    },
    end: async () => {
      for (const client of clients) client.destroy();
      await harness.server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
  return harness;
}

/** What an SDK call is refused with. */
export async function refusal(
  call: Promise<unknown>,
): Promise<{ name: string; status: number; message: string }> {
  try {
    await call;
  } catch (error) {
    const known = error as Error & {
      $metadata?: { httpStatusCode?: number };
    };
    return {
      name: known.name,
      status: known.$metadata?.httpStatusCode ?? 0,
      message: known.message,
    };
  }
  throw new Error('The call was expected to be refused');
}
