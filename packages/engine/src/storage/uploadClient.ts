import { createHash } from 'node:crypto';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { Bucket } from '../destination';
import { speaksChecksums } from '../destination/checksums';
import { lookAgain } from './lookAgain';
import { withRetry } from './retry';

interface Command {
  constructor: { name: string };
}

type Settings = { abortSignal?: AbortSignal };

/**
 * The bucket's client as the SDK's own `Upload` gets it: with our retries, our
 * errors and a signal, and with an end one can wait for. `Upload` itself lets
 * requests run on after it has failed.
 */
export class UploadClient {
  readonly client: Bucket['client'];
  private readonly running = new Set<Promise<unknown>>();
  private begun: string | undefined;
  private readonly etagsByNumber = new Map<number, string>();

  static create(options: {
    bucket: Bucket;
    key: string;
    token: string;
    bytes: number;
    signal: AbortSignal;
  }): UploadClient {
    return new UploadClient(options);
  }

  private constructor(
    private readonly options: {
      bucket: Bucket;
      key: string;
      token: string;
      bytes: number;
      signal: AbortSignal;
    },
  ) {
    const send = (command: Command) => this.send(command);
    this.client = Object.assign(Object.create(options.bucket.client), { send });
  }

  /** Resolves when no request is on its way any more. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.running]);
  }

  /** Id of the upload, if one was begun. */
  get uploadId(): string | undefined {
    return this.begun;
  }

  /** ETags of the parts in their order, as the store gave them. */
  get etags(): string[] {
    return [...this.etagsByNumber.entries()]
      .sort(([a], [b]) => a - b)
      .map(([, etag]) => etag);
  }

  private send(command: Command): Promise<unknown> {
    const { bucket, key, token, bytes, signal } = this.options;
    const action = command.constructor.name.replace(/Command$/, '');
    const client = bucket.client as unknown as {
      send(command: Command, settings: Settings): Promise<unknown>;
    };
    this.addDigest(command);
    const job = withRetry(bucket, { action, key, signal }, async () => {
      try {
        // Cut off, a beginning could leave an upload nobody knows.
        const begins = command instanceof CreateMultipartUploadCommand;
        const settings = begins ? {} : { abortSignal: signal };
        const output = await client.send(command, settings);
        if (begins) this.begun = (output as { UploadId?: string }).UploadId;
        if (command instanceof UploadPartCommand) {
          const { ETag = '' } = output as { ETag?: string };
          this.etagsByNumber.set(command.input.PartNumber ?? 0, ETag);
        }
        return output;
      } catch (error) {
        if (!(command instanceof CompleteMultipartUploadCommand)) throw error;
        const found = await lookAgain(bucket, error, {
          key,
          token,
          bytes,
          signal,
        });
        return { ETag: found.etag, VersionId: found.versionId, $metadata: {} };
      }
    });
    this.running.add(job);
    job.catch(() => {}).finally(() => this.running.delete(job));
    return job;
  }

  /** Where the SDK sends no checksum, an MD5 lets the store check the body. */
  private addDigest(command: Command): void {
    if (speaksChecksums(this.options.bucket)) return;
    if (
      command instanceof UploadPartCommand ||
      command instanceof PutObjectCommand
    ) {
      const { input } = command;
      if (!Buffer.isBuffer(input.Body)) return;
      input.ContentMD5 = createHash('md5').update(input.Body).digest('base64');
    }
  }
}
