import { Intent, intentSchema } from '@understudy/model';
import type { Bucket } from '../destination';
import { intentFile } from './files';
import { Ownership } from './ownerMarkers';
import { readJson } from './readJson';
import { writeJson, writeOnce } from './writeOnce';

/** Who makes the attempt, and where. */
export interface IntentOptions {
  bucket: Bucket;
  /** Folder of the run below the prefix. */
  folder: string;
  owner: Ownership;
  run: { id: string; attempt: number; plan: string; startedAt: string };
  /** The run that copies a backup of `run`: it, and no other, is alive. */
  copiedBy?: { runId: string; attempt: number };
}

/**
 * The first write of an attempt, and again before each artifact and when its
 * upload id is known: whatever an attempt leaves behind, its intent names it,
 * so that a sweeper needs no listing and no memory.
 */
export class IntentWriter {
  readonly #bucket: Bucket;
  readonly #folder: string;
  readonly #intent: Intent;

  private constructor(options: IntentOptions) {
    const { owner, run, copiedBy } = options;
    this.#bucket = options.bucket;
    this.#folder = options.folder;
    this.#intent = {
      format: 'understudy/intent',
      owner: owner.owner,
      instance: owner.instance,
      epoch: owner.epoch,
      runId: run.id,
      attempt: run.attempt,
      plan: run.plan,
      startedAt: run.startedAt,
      uploads: [],
      ...(copiedBy ? { copiedBy } : {}),
    };
  }

  static create(options: IntentOptions): IntentWriter {
    return new IntentWriter(options);
  }

  get intent(): Intent {
    return this.#intent;
  }

  /** Refuses where an intent of this attempt exists: it has been made before. */
  async begin(signal?: AbortSignal): Promise<void> {
    await writeOnce(this.#bucket, {
      key: this.#key(),
      value: this.#intent,
      signal,
    });
  }

  /** Before the first byte of an artifact. */
  async expect(key: string, signal?: AbortSignal): Promise<void> {
    this.#intent.uploads.push({ key, uploadId: null });
    await this.#save(signal);
  }

  /** Before the first part of an upload. */
  async uploading(
    key: string,
    uploadId: string,
    signal?: AbortSignal,
  ): Promise<void> {
    const upload = this.#intent.uploads.find(entry => entry.key === key);
    if (!upload) throw new Error(`no intent names ${key}`);
    upload.uploadId = uploadId;
    await this.#save(signal);
  }

  async #save(signal?: AbortSignal): Promise<void> {
    const key = this.#key();
    await writeJson(this.#bucket, { key, value: this.#intent, signal });
  }

  #key(): string {
    const file = intentFile(this.#intent.attempt);
    return this.#bucket.key(`${this.#folder}/${file}`);
  }
}

/** The intent of an attempt, if it left one. */
export function readIntent(
  bucket: Bucket,
  folder: string,
  attempt: number,
): Promise<Intent | undefined> {
  const key = bucket.key(`${folder}/${intentFile(attempt)}`);
  return readJson(bucket, key, intentSchema);
}
