import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { Blobs } from './blobs';
import { ConditionalWrites } from './conditionalWrites';
import { readJsonTree, writeJson } from './files';
import { KeyIndex } from './keyIndex';
import { KeyedMutex } from './mutex';
import {
  type BucketRecord,
  type ObjectRecord,
  objectSchema,
  type Segment,
} from './records';
import { Uploads } from './uploads';

/**
 * One bucket: `objects/` holds a JSON for each key, named by the key's SHA-256
 * so that no key can be a path, `data/` the bytes, `uploads/` what is not
 * complete. An object exists when its JSON does; renaming it into place is the
 * commit.
 */
export class Bucket {
  readonly record: BucketRecord;
  readonly blobs: Blobs;
  readonly uploads: Uploads;
  readonly conditionalWrites = ConditionalWrites.create();
  private readonly objects = new Map<string, ObjectRecord>();
  private readonly locks = KeyedMutex.create();
  private index = KeyIndex.create();

  static async open(options: {
    folder: string;
    record: BucketRecord;
    discard: boolean;
    fsync: boolean;
  }): Promise<Bucket> {
    const { folder, discard, fsync } = options;
    const blobs = Blobs.create({ folder: `${folder}/data`, discard, fsync });
    const uploads = await Uploads.open({
      folder: `${folder}/uploads`,
      blobs,
      fsync,
    });
    const bucket = new Bucket(options, blobs, uploads);
    await bucket.load();
    return bucket;
  }

  private constructor(
    private readonly options: {
      folder: string;
      record: BucketRecord;
      fsync: boolean;
    },
    blobs: Blobs,
    uploads: Uploads,
  ) {
    this.record = options.record;
    this.blobs = blobs;
    this.uploads = uploads;
  }

  get keys(): KeyIndex {
    return this.index;
  }

  get(key: string): ObjectRecord | undefined {
    return this.objects.get(key);
  }

  /** Commits an object. `guard` sees what stands there now and may refuse; nobody else can commit this key in between. */
  async put(
    record: ObjectRecord,
    guard: (current: ObjectRecord | undefined) => void,
  ): Promise<void> {
    await this.locks.run(record.key, async () => {
      const current = this.objects.get(record.key);
      guard(current);
      await writeJson(this.pathOf(record.key), record, this.options);
      this.objects.set(record.key, record);
      this.index.add(record.key);
      if (current) await this.blobs.remove(current.segments);
    });
  }

  async delete(
    key: string,
    guard: (current: ObjectRecord | undefined) => void = () => {},
  ): Promise<void> {
    await this.locks.run(key, async () => {
      const current = this.objects.get(key);
      guard(current);
      if (!current) return;
      await rm(this.pathOf(key), { force: true });
      this.objects.delete(key);
      this.index.remove(key);
      this.conditionalWrites.deleted(key);
      await this.blobs.remove(current.segments);
    });
  }

  read(segments: Segment[], start: number, end: number) {
    return this.blobs.read(segments, start, end);
  }

  private pathOf(key: string): string {
    const name = createHash('sha256').update(key).digest('hex');
    return `${this.options.folder}/objects/${name.slice(0, 2)}/${name}.json`;
  }

  private async load(): Promise<void> {
    const records = await readJsonTree(
      `${this.options.folder}/objects`,
      value => objectSchema.parse(value),
    );
    const known = new Set<string>();
    for (const record of records) {
      this.objects.set(record.key, record);
      for (const { id } of record.segments) if (id) known.add(id);
    }
    this.index = KeyIndex.create(this.objects.keys());
    await this.uploads.dropCommitted(known);
    for (const id of this.uploads.segmentIds()) known.add(id);
    await this.blobs.sweep(known);
  }
}
