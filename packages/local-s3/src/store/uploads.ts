import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { noSuchUpload } from '../errors';
import type { Blobs } from './blobs';
import { readJsonTree, writeJson } from './files';
import { compareKeys } from './keyIndex';
import { KeyedMutex } from './mutex';
import {
  type PartRecord,
  partSchema,
  type UploadRecord,
  uploadSchema,
} from './records';
import { z } from 'zod';

const entrySchema = z.union([
  z.object({ upload: uploadSchema }),
  z.object({ uploadId: z.string(), part: partSchema }),
]);

/** A multipart upload that has begun and not ended. */
export interface OpenUpload {
  readonly record: UploadRecord;
  readonly parts: ReadonlyMap<number, PartRecord>;
}

interface Held {
  record: UploadRecord;
  parts: Map<number, PartRecord>;
}

/** The multipart uploads of one bucket: a folder for each, a JSON for each part. */
export class Uploads {
  private readonly uploads = new Map<string, Held>();
  private readonly locks = KeyedMutex.create();

  static async open(options: {
    folder: string;
    blobs: Blobs;
    fsync: boolean;
  }): Promise<Uploads> {
    const uploads = new Uploads(options);
    await uploads.load();
    return uploads;
  }

  private constructor(
    private readonly options: {
      folder: string;
      blobs: Blobs;
      fsync: boolean;
    },
  ) {}

  async begin(record: Omit<UploadRecord, 'uploadId'>): Promise<UploadRecord> {
    const uploadId = randomBytes(24).toString('base64url');
    const upload = { ...record, uploadId };
    await writeJson(
      `${this.folderOf(uploadId)}/upload.json`,
      { upload },
      this.options,
    );
    this.uploads.set(uploadId, { record: upload, parts: new Map() });
    return upload;
  }

  /** The upload, which must be one of this key. */
  get(key: string, uploadId: string): OpenUpload {
    return this.held(key, uploadId);
  }

  /** All uploads in the order in which S3 lists them. */
  list(): UploadRecord[] {
    return [...this.uploads.values()]
      .map(({ record }) => record)
      .sort(
        (a, b) =>
          compareKeys(a.key, b.key) ||
          a.initiated - b.initiated ||
          compareKeys(a.uploadId, b.uploadId),
      );
  }

  /** Takes a part in place of an earlier one of its number. */
  async putPart(
    key: string,
    uploadId: string,
    part: PartRecord,
  ): Promise<void> {
    await this.locks.run(uploadId, async () => {
      const held = this.held(key, uploadId);
      const before = held.parts.get(part.partNumber);
      await writeJson(
        `${this.folderOf(uploadId)}/${part.partNumber}.json`,
        { uploadId, part },
        this.options,
      );
      held.parts.set(part.partNumber, part);
      if (before) await this.options.blobs.remove([before.segment]);
    });
  }

  /** Ends an upload. `commit` takes the parts it wants, by returning their numbers; the bytes of the others are removed. */
  async end(
    key: string,
    uploadId: string,
    commit: (upload: OpenUpload) => Promise<Set<number>>,
  ): Promise<void> {
    await this.locks.run(uploadId, async () => {
      const held = this.held(key, uploadId);
      const taken = await commit(held);
      // First here: from now on the parts' bytes belong to the object.
      this.uploads.delete(uploadId);
      await rm(this.folderOf(uploadId), { recursive: true, force: true });
      const left = [...held.parts.values()].filter(
        part => !taken.has(part.partNumber),
      );
      await this.options.blobs.remove(left.map(part => part.segment));
    });
  }

  /**
   * Forgets uploads whose bytes an object has already: a process ended between
   * the commit and the removal of the upload. Were they kept, an abort would
   * remove the object's bytes.
   */
  async dropCommitted(taken: ReadonlySet<string>): Promise<void> {
    for (const [uploadId, { parts }] of this.uploads) {
      if ([...parts.values()].some(part => taken.has(part.segment.id ?? ''))) {
        this.uploads.delete(uploadId);
        await rm(this.folderOf(uploadId), { recursive: true, force: true });
      }
    }
  }

  *segmentIds(): Generator<string> {
    for (const { parts } of this.uploads.values()) {
      for (const { segment } of parts.values()) {
        if (segment.id) yield segment.id;
      }
    }
  }

  private held(key: string, uploadId: string): Held {
    const held = this.uploads.get(uploadId);
    if (!held || held.record.key !== key) {
      throw noSuchUpload({ UploadId: uploadId });
    }
    return held;
  }

  /** Ids from clients are looked up in the map before they come here, so a path can't be smuggled in. */
  private folderOf(uploadId: string): string {
    return `${this.options.folder}/${uploadId}`;
  }

  private async load(): Promise<void> {
    const entries = await readJsonTree(this.options.folder, value =>
      entrySchema.parse(value),
    );
    for (const entry of entries) {
      if ('upload' in entry) {
        const { upload } = entry;
        this.uploads.set(upload.uploadId, { record: upload, parts: new Map() });
      }
    }
    for (const entry of entries) {
      if ('part' in entry) {
        const held = this.uploads.get(entry.uploadId);
        held?.parts.set(entry.part.partNumber, entry.part);
      }
    }
  }
}
