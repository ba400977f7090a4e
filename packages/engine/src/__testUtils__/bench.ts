import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalS3, LocalS3Bucket, LocalS3Options } from '@understudy/local-s3';
import {
  CapabilityProfile,
  DestinationConnection,
  OwnerFile,
  capabilityProfileSchema,
} from '@understudy/model';
import { Bucket, openBucket } from '../destination';
import { claimPrefix } from '../manifest';
import { listObjects, listUploads } from '../storage';

const USER = {
  accessKeyId: 'AKIDENGINE',
  secretAccessKey: 'engine-secret-key',
};
const READER = { accessKeyId: 'AKIDREADER', secretAccessKey: 'reader-secret' };

/** What a probe finds out about local-s3. */
export const PROFILE: CapabilityProfile = capabilityProfileSchema.parse({
  probedAt: '2026-11-21T02:00:00.000Z',
  endpointHost: '127.0.0.1',
  server: null,
  conditionalPut: 'yes',
  conditionalComplete: 'yes',
  checksumEcho: 'yes',
  bytesReadBack: 'yes',
  uniformParts: false,
  maxParts: 10_000,
});

/** A real S3 endpoint with a claimed prefix, for the tests of the sentences. */
export class Bench {
  readonly instance = randomUUID();
  owner!: OwnerFile;

  static async create(
    options: {
      etag?: 'md5' | 'fast';
      /** What is said of the bucket when it is made. */
      made?: Omit<LocalS3Bucket, 'name'>;
      s3?: Partial<LocalS3Options>;
      /** What the destination asks for. */
      wishes?: Partial<DestinationConnection>;
    } = {},
  ): Promise<Bench> {
    const directory = await mkdtemp(join(tmpdir(), 'engine-'));
    const s3 = await LocalS3.start({
      directory: join(directory, 's3'),
      users: [USER, { ...READER, readOnly: true }],
      buckets: [{ name: 'bench', ...options.made }],
      etag: options.etag,
      ...options.s3,
    });
    const bench = new Bench(directory, s3, options.wishes ?? {});
    bench.owner = await claimPrefix(bench.bucket, {
      instance: bench.instance,
      baseUrl: 'http://localhost:3000',
    });
    return bench;
  }

  readonly bucket: Bucket;
  private readonly opened: Bucket[] = [];

  private constructor(
    readonly directory: string,
    readonly s3: LocalS3,
    private readonly wishes: Partial<DestinationConnection>,
  ) {
    this.bucket = this.open();
  }

  /** Another client of the same place. */
  open(
    options: {
      prefix?: string;
      readOnly?: boolean;
      profile?: Partial<CapabilityProfile> | null;
      wishes?: Partial<DestinationConnection>;
    } = {},
  ): Bucket {
    const { prefix = 'backups', readOnly, profile = {} } = options;
    const { wishes = this.wishes } = options;
    const bucket = openBucket(
      {
        name: 'main',
        bucket: 'bench',
        prefix,
        endpoint: this.s3.endpoint,
        credentials: { type: 'keys', ...(readOnly ? READER : USER) },
        ...wishes,
      },
      {
        profile: profile && { ...PROFILE, ...profile },
        retry: { baseMilliseconds: 1, capMilliseconds: 5, attempts: 2 },
      },
    );
    this.opened.push(bucket);
    return bucket;
  }

  /** All keys below the prefix, or below a folder of it. */
  async keys(folder = ''): Promise<string[]> {
    const keys: string[] = [];
    const prefix = this.bucket.key(folder);
    for await (const entry of listObjects(this.bucket, { prefix })) {
      if ('key' in entry) keys.push(entry.key.slice('backups/'.length));
    }
    return keys;
  }

  /** Keys below the folders of runs. */
  async runKeys(): Promise<string[]> {
    const keys = await this.keys();
    return keys.filter(key => /_[0-9a-f-]{36}\//.test(key) && key[0] !== '_');
  }

  async uploads(): Promise<number> {
    let count = 0;
    for await (const _ of listUploads(this.bucket, { prefix: '' })) count += 1;
    return count;
  }

  /** A new private folder. */
  async folder(name = 'tmp'): Promise<string> {
    return mkdtemp(join(this.directory, `${name}-`));
  }

  async close(): Promise<void> {
    for (const bucket of this.opened) bucket.close();
    await this.s3.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** A run id that sorts by time. */
export function runId(at = Date.now()): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(at, 0, 6);
  /* eslint-disable no-bitwise */
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  /* eslint-enable no-bitwise */
  const hex = bytes.toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
