import { createHash, randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { Blobs } from './blobs';
import type { BucketRecord } from './bucketRecord';
import { ConditionalWrites } from './conditionalWrites';
import { readJsonTree, writeJson } from './files';
import { KeyedMutex } from './mutex';
import {
  type ObjectDraft,
  type ObjectRecord,
  objectSchema,
  type Segment,
} from './records';
import { Uploads } from './uploads';
import { Versions } from './versions';

/** Looks at what stands at a key, under its lock; throws where it forbids the change. */
export type RecordGuard = (current: ObjectRecord | undefined) => void;

/** What a delete left or took. */
export interface Deletion {
  versionId?: string;
  deleteMarker?: boolean;
}

interface BucketOptions {
  folder: string;
  record: BucketRecord;
  discard: boolean;
  fsync: boolean;
  now: () => number;
}

/**
 * One bucket: `objects/` holds a JSON for each version of a key, named by the
 * key's SHA-256 so that no key can be a path, `data/` the bytes, `uploads/` what
 * is not complete. A version exists when its JSON does; renaming it into place
 * is the commit.
 */
export class Bucket {
  readonly blobs: Blobs;
  readonly uploads: Uploads;
  readonly versions: Versions;
  readonly conditionalWrites = ConditionalWrites.create();
  private readonly locks = KeyedMutex.create();
  private current: BucketRecord;
  private lastOrder = 0;

  static async open(options: BucketOptions): Promise<Bucket> {
    const { folder, discard, fsync } = options;
    const blobs = Blobs.create({ folder: `${folder}/data`, discard, fsync });
    const uploads = await Uploads.open({
      folder: `${folder}/uploads`,
      blobs,
      fsync,
    });
    const records = await readJsonTree(`${folder}/objects`, value =>
      objectSchema.parse(value),
    );
    const bucket = new Bucket(options, blobs, uploads, records);
    await bucket.tidy(records);
    return bucket;
  }

  private constructor(
    private readonly options: BucketOptions,
    blobs: Blobs,
    uploads: Uploads,
    records: ObjectRecord[],
  ) {
    this.current = options.record;
    this.blobs = blobs;
    this.uploads = uploads;
    this.versions = Versions.create(records, options.now);
    for (const { order } of records) {
      this.lastOrder = Math.max(this.lastOrder, order);
    }
  }

  get record(): BucketRecord {
    return this.current;
  }

  /** Changes the configuration; what is set to undefined is taken away. */
  async configure(change: Partial<BucketRecord>): Promise<void> {
    await this.locks.run('', async () => {
      const record = { ...this.current, ...change };
      const path = `${this.options.folder}/bucket.json`;
      await writeJson(path, record, this.options);
      this.current = record;
    });
  }

  /** The object that a plain read gives. */
  get(key: string): ObjectRecord | undefined {
    const latest = this.versions.latest(key);
    return latest?.deleteMarker ? undefined : latest;
  }

  /** Commits an object. `guard` sees what stands there now and may refuse; nobody else can commit this key in between. */
  async put(draft: ObjectDraft, guard: RecordGuard): Promise<ObjectRecord> {
    return this.locks.run(draft.key, async () => {
      guard(this.standing(draft.key));
      return this.commit(draft);
    });
  }

  /** Deletes without naming a version: in a bucket with versions, that adds a marker. */
  async delete(
    key: string,
    options: { now: number; guard?: RecordGuard },
  ): Promise<Deletion> {
    return this.locks.run(key, async () => {
      options.guard?.(this.standing(key));
      this.conditionalWrites.deleted(key);
      if (!this.current.versioning) {
        const record = this.versions.find(key, 'null');
        if (record) await this.remove(record);
        return {};
      }
      const { versionId } = await this.commit({
        key,
        deleteMarker: true,
        size: 0,
        etag: '',
        headers: {},
        metadata: {},
        lastModified: options.now,
        segments: [],
      });
      return { versionId, deleteMarker: true };
    });
  }

  /** Removes one version for good; one that is not there is no error. */
  async deleteVersion(
    key: string,
    versionId: string,
    guard: RecordGuard = () => {},
  ): Promise<Deletion> {
    return this.locks.run(key, async () => {
      const record = this.versions.find(key, versionId);
      guard(record);
      if (!record) return { versionId };
      this.conditionalWrites.deleted(key);
      await this.remove(record);
      return { versionId, deleteMarker: record.deleteMarker };
    });
  }

  /** Changes what is said about a version, not its bytes. */
  async update(
    key: string,
    versionId: string,
    change: (record: ObjectRecord) => Partial<ObjectRecord>,
  ): Promise<void> {
    await this.locks.run(key, async () => {
      const record = this.versions.find(key, versionId);
      if (!record) return;
      const changed = { ...record, ...change(record) };
      await writeJson(this.pathOf(key, versionId), changed, this.options);
      this.versions.set(changed);
    });
  }

  read(segments: Segment[], start: number, end: number) {
    return this.blobs.read(segments, start, end);
  }

  /** What conditions of writes look at: also what readers don't see yet. */
  private standing(key: string): ObjectRecord | undefined {
    const newest = this.versions.newest(key);
    return newest?.deleteMarker ? undefined : newest;
  }

  private async commit(draft: ObjectDraft): Promise<ObjectRecord> {
    const versionId =
      this.current.versioning === 'Enabled'
        ? randomBytes(24).toString('base64url')
        : 'null';
    this.lastOrder = Math.max(this.lastOrder + 1, Date.now() * 1000);
    const record = { ...draft, versionId, order: this.lastOrder };
    const replaced = this.versions.find(draft.key, versionId);
    await writeJson(this.pathOf(draft.key, versionId), record, this.options);
    this.versions.set(record);
    if (replaced) await this.blobs.remove(replaced.segments);
    return record;
  }

  private async remove(record: ObjectRecord): Promise<void> {
    await rm(this.pathOf(record.key, record.versionId), { force: true });
    this.versions.remove(record);
    await this.blobs.remove(record.segments);
  }

  private pathOf(key: string, versionId: string): string {
    const name = createHash('sha256').update(key).digest('hex');
    const version = versionId === 'null' ? '' : `.${versionId}`;
    return `${this.options.folder}/objects/${name.slice(
      0,
      2,
    )}/${name}${version}.json`;
  }

  /** Removes what a process left that ended in the middle of something. */
  private async tidy(records: ObjectRecord[]): Promise<void> {
    const known = new Set<string>();
    for (const record of records) {
      for (const { id } of record.segments) if (id) known.add(id);
    }
    await this.uploads.dropCommitted(known);
    for (const id of this.uploads.segmentIds()) known.add(id);
    await this.blobs.sweep(known);
  }
}
