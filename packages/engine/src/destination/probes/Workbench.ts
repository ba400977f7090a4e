import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { connectionFor } from '@understudy/model';
import { abortUpload, getObject } from '../../storage';
import { updateCrc32 } from '../../storage/crc32';
import {
  completeUpload,
  createUpload,
  putPart,
  StoredPart,
  UploadRef,
} from '../../storage/multipartCalls';
import { partOf } from '../../storage/partBuffers';
import { Bucket, openBucket } from '../bucket';
import { cleanUp } from './cleanUp';
import {
  Answer,
  Capability,
  Findings,
  noFindings,
  profileOf,
  rawWords,
} from './findings';

/** An object of a probe, and what must come back. */
export interface Written {
  key: string;
  body: Buffer;
}

/**
 * Where the probes work: a folder `_checkup/<id>/` below the prefix, of which
 * nothing is left after `cleanUp`, and what they have found.
 */
export class Workbench {
  readonly findings: Findings = noFindings();
  readonly folder: string;
  readonly written: Written[] = [];
  readonly uploads: UploadRef[] = [];
  readonly keys = new Set<string>();
  /** Written with a lock: they stay until it ends. */
  readonly locked = new Set<string>();
  /** How quickly parts were taken, one after the other. */
  bytesPerSecond: number | undefined;
  /** Keys came with version ids: a plain delete only hides them. */
  versioned = false;
  /** Deletes with the keys that the destination has for it. */
  readonly remover: Bucket;
  private cleaned: Promise<void> | undefined;

  static create(options: { bucket: Bucket; signal?: AbortSignal }): Workbench {
    return new Workbench(options.bucket, options.signal);
  }

  private constructor(readonly bucket: Bucket, readonly signal?: AbortSignal) {
    this.folder = bucket.key(`_checkup/${randomUUID()}`);
    const { connection } = bucket;
    this.remover = connection.pruneCredentials
      ? openBucket(connectionFor(connection, 'prune'), bucket)
      : bucket;
  }

  key(name: string): string {
    const key = `${this.folder}/${name}`;
    this.keys.add(key);
    return key;
  }

  /** The bucket as if this were known of it, whatever was found so far. */
  as(
    change: Partial<Findings>,
    attempts?: number,
    bucket: Bucket = this.bucket,
  ): Bucket {
    const { findings } = this;
    const retry = {
      ...bucket.retry,
      attempts: attempts ?? bucket.retry.attempts,
    };
    return Object.create(bucket, {
      profile: { value: profileOf({ ...findings, ...change }) },
      retry: { value: retry },
    });
  }

  /** Notes what was found of a capability, with the words of a refusal. */
  note(
    capability: Capability,
    answer: Answer,
    action?: string,
    error?: unknown,
  ): Answer {
    this.findings[capability] = answer;
    if (answer !== 'yes' && error !== undefined) {
      this.findings.errors[capability] = rawWords(
        error,
        this.bucket,
        action ?? '',
      );
    } else {
      delete this.findings.errors[capability];
    }
    return answer;
  }

  /** Sees whether what was written has a version of its own. */
  see<T extends { versionId: string | null }>(result: T): T {
    const { versionId } = result;
    this.versioned ||= versionId !== null && versionId !== 'null';
    return result;
  }

  async begin(bucket: Bucket, name: string): Promise<UploadRef> {
    const { signal } = this;
    const upload = await createUpload(bucket, { key: this.key(name), signal });
    this.uploads.push(upload);
    return upload;
  }

  async multipart(
    bucket: Bucket,
    name: string,
    bodies: Buffer[],
    ifNoneMatch = false,
  ): Promise<UploadRef> {
    const { signal } = this;
    const upload = await this.begin(bucket, name);
    const parts: StoredPart[] = [];
    for (const body of bodies) {
      const partNumber = parts.length + 1;
      const crc = updateCrc32(body);
      parts.push(
        await putPart(bucket, upload, {
          partNumber,
          part: partOf(body, crc),
          signal,
        }),
      );
    }
    const crc = updateCrc32(Buffer.concat(bodies));
    const options = { parts, crc, ifNoneMatch, signal };
    this.see(await completeUpload(bucket, upload, options));
    this.uploads.splice(this.uploads.indexOf(upload), 1);
    return upload;
  }

  async abort(upload: UploadRef): Promise<void> {
    const { bucket, signal } = this;
    await abortUpload(bucket, upload.key, upload.uploadId, { signal });
    this.uploads.splice(this.uploads.indexOf(upload), 1);
  }

  /** All bytes of a key, or a range of them. */
  async read(
    key: string,
    range?: { start: number; end: number },
  ): Promise<Buffer> {
    const { bucket, signal } = this;
    const { body } = await getObject(bucket, key, { range, signal });
    return collect(body);
  }

  /** Removes all that was written, after failures, too. */
  cleanUp(): Promise<void> {
    return (this.cleaned ??= cleanUp(this).finally(() => {
      if (this.remover !== this.bucket) this.remover.close();
    }));
  }
}

async function collect(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
