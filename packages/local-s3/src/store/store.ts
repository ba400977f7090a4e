import { readFile, rm } from 'node:fs/promises';
import { noSuchBucket, S3Error } from '../errors';
import { Bucket } from './bucket';
import { type BucketRecord, bucketSchema } from './bucketRecord';
import { lockDirectory } from './directoryLock';
import { isMissing, names, writeJson } from './files';
import { KeyedMutex } from './mutex';

/** @returns whether S3 would take this as the name of a bucket; such a name is safe as a folder's. */
export function isBucketName(name: string): boolean {
  return (
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !name.includes('..') &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name)
  );
}

export interface StoreOptions {
  directory: string;
  discard: boolean;
  fsync: boolean;
  /** The clock by which objects are shown. */
  now: () => number;
}

/** The folder with all buckets. */
export class Store {
  private readonly buckets = new Map<string, Bucket>();
  private readonly locks = KeyedMutex.create();

  static async open(options: StoreOptions): Promise<Store> {
    const unlock = await lockDirectory(options.directory);
    const store = new Store(options, unlock);
    try {
      await store.load();
      return store;
    } catch (error) {
      await unlock();
      throw error;
    }
  }

  private constructor(
    private readonly options: StoreOptions,
    readonly close: () => Promise<void>,
  ) {}

  bucket(name: string): Bucket {
    const bucket = this.buckets.get(name);
    if (!bucket) throw noSuchBucket({ BucketName: name });
    return bucket;
  }

  has(name: string): boolean {
    return this.buckets.has(name);
  }

  list(): Bucket[] {
    return [...this.buckets.values()].sort((a, b) =>
      a.record.name < b.record.name ? -1 : 1,
    );
  }

  /** Makes a bucket; one that is there already stays as it is. */
  async createBucket(
    name: string,
    created: number,
    more: Partial<BucketRecord> = {},
  ): Promise<void> {
    if (!isBucketName(name)) {
      throw S3Error.create({
        status: 400,
        code: 'InvalidBucketName',
        message: 'The specified bucket is not valid.',
        details: { BucketName: name },
      });
    }
    await this.locks.run(name, async () => {
      if (this.buckets.has(name)) return;
      const record = { ...more, name, created };
      // A write that outlived an earlier bucket of this name may have left files.
      await rm(this.folderOf(name), { recursive: true, force: true });
      await writeJson(
        `${this.folderOf(name)}/bucket.json`,
        record,
        this.options,
      );
      await this.open(name, record);
    });
  }

  async deleteBucket(name: string): Promise<void> {
    await this.locks.run(name, async () => {
      if (this.bucket(name).versions.all.size > 0) {
        throw S3Error.create({
          status: 409,
          code: 'BucketNotEmpty',
          message:
            this.bucket(name).versions.current.size > 0
              ? 'The bucket you tried to delete is not empty'
              : 'The bucket you tried to delete is not empty. You must delete all versions in the bucket.',
          details: { BucketName: name },
        });
      }
      this.buckets.delete(name);
      await rm(this.folderOf(name), { recursive: true, force: true });
    });
  }

  private folderOf(name: string): string {
    return `${this.options.directory}/buckets/${name}`;
  }

  private async open(name: string, record: BucketRecord) {
    const { discard, fsync, now } = this.options;
    const folder = this.folderOf(name);
    this.buckets.set(
      name,
      await Bucket.open({ folder, record, discard, fsync, now }),
    );
  }

  private async load(): Promise<void> {
    for (const name of await names(`${this.options.directory}/buckets`)) {
      try {
        const path = `${this.folderOf(name)}/bucket.json`;
        const text = await readFile(path, 'utf8');
        await this.open(name, bucketSchema.parse(JSON.parse(text)));
      } catch (error) {
        // A folder without its JSON is what a delete that was cut off leaves.
        if (!isMissing(error)) throw error;
      }
    }
  }
}
