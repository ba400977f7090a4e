import { randomBytes, randomUUID } from 'node:crypto';
import { CapabilityProfile, UnderstudyError } from '@understudy/model';
import {
  abortUpload,
  deleteObjects,
  getObject,
  headObject,
  listObjects,
  listUploads,
  putObject,
} from '../storage';
import { encodeCrc32, updateCrc32 } from '../storage/crc32';
import { failureOf } from '../storage/failure';
import {
  completeUpload,
  createUpload,
  putPart,
  StoredPart,
  UploadRef,
} from '../storage/multipartCalls';
import type { Bucket } from './bucket';

const MIB = 1024 ** 2;

type Answer = CapabilityProfile['conditionalPut'];

/** What the probes have found so far. */
export type Findings = Pick<
  CapabilityProfile,
  | 'conditionalPut'
  | 'conditionalComplete'
  | 'checksumEcho'
  | 'bytesReadBack'
  | 'uniformParts'
  | 'maxParts'
>;

/** An object of the probe, and what must come back. */
interface Written {
  key: string;
  body: Buffer;
}

/**
 * Tries a store out below `_checkup/<id>/` of a prefix. Each probe is one
 * question; all they write is gone after `cleanUp`.
 */
export class Probes {
  readonly findings: Findings = {
    conditionalPut: 'unknown',
    conditionalComplete: 'unknown',
    checksumEcho: 'unknown',
    bytesReadBack: 'unknown',
    uniformParts: false,
    maxParts: 10_000,
  };
  private readonly folder: string;
  /** Sends CRC32s, whatever is known of the store so far. */
  private readonly speaking: Bucket;
  private readonly written: Written[] = [];
  private readonly uploads: UploadRef[] = [];
  private readonly keys = new Set<string>();

  static create(options: { bucket: Bucket; signal?: AbortSignal }): Probes {
    return new Probes(options.bucket, options.signal);
  }

  private constructor(
    private readonly bucket: Bucket,
    private readonly signal?: AbortSignal,
  ) {
    this.folder = bucket.key(`_checkup/${randomUUID()}`);
    this.speaking = Object.create(bucket, {
      profile: { value: { ...profileOf(this.findings), checksumEcho: 'yes' } },
    });
  }

  private key(name: string): string {
    const key = `${this.folder}/${name}`;
    this.keys.add(key);
    return key;
  }

  /** A small object in one request, with an odd name. */
  async put(): Promise<void> {
    const { bucket, signal } = this;
    const plain = { ...profileOf(this.findings), checksumEcho: 'no' as const };
    const silent: Bucket = Object.create(bucket, { profile: { value: plain } });
    const body = randomBytes(64 * 1024);
    const key = this.key('put a+b%.bin');
    await putObject(silent, { key, body, signal });
    this.written.push({ key, body });
  }

  /** Are CRC32s taken, checked and given back, of one request and of parts? */
  async checksums(): Promise<Answer> {
    const { speaking, signal } = this;
    try {
      const body = randomBytes(1024);
      const key = this.key('checksum.bin');
      await putObject(speaking, { key, body, signal });
      const whole = await headObject(speaking, key, { signal });
      const parts = await this.multipart(speaking, 'checksum-parts.bin', [
        body,
      ]);
      const ofParts = await headObject(speaking, parts.key, { signal });
      const ours = encodeCrc32(updateCrc32(body));
      // The refusal is what is wanted: asking again would only cost time.
      const once: Bucket = Object.create(speaking, {
        retry: { value: { ...speaking.retry, attempts: 1 } },
      });
      const refused = await putObject(once, {
        key: this.key('wrong-checksum.bin'),
        body,
        crc: 0,
        signal,
      }).then(
        () => false,
        () => true,
      );
      const echoed =
        refused && whole?.crc32 === ours && ofParts?.crc32 === ours;
      this.findings.checksumEcho = echoed ? 'yes' : 'no';
    } catch (error) {
      this.findings.checksumEcho = unreachable(error) ? 'unknown' : 'no';
    }
    return this.findings.checksumEcho;
  }

  /** Is a second PUT of a key refused when asked to? */
  async conditionalPut(): Promise<Answer> {
    const { bucket, signal } = this;
    const key = this.key('conditional.bin');
    const once = (text: string) =>
      putObject(this.asking(bucket), {
        key,
        body: Buffer.from(text),
        ifNoneMatch: true,
        signal,
      });
    const answer = await refusal(
      () => once('first'),
      () => once('second'),
    );
    this.findings.conditionalPut = answer;
    return answer;
  }

  /** Is completing an upload onto a key that exists refused when asked to? */
  async conditionalComplete(): Promise<Answer> {
    const once = (text: string) =>
      this.multipart(
        this.bucket,
        'conditional-parts.bin',
        [Buffer.from(text)],
        true,
      );
    const answer = await refusal(
      () => once('first'),
      () => once('second'),
    );
    this.findings.conditionalComplete = answer;
    return answer;
  }

  /** An upload in parts that grow; where that is refused, in parts that don't. */
  async parts(): Promise<void> {
    const block = randomBytes(6 * MIB);
    const last = block.subarray(0, 1024);
    try {
      const growing = [block.subarray(0, 5 * MIB), block, last];
      const { key } = await this.multipart(this.bucket, 'parts.bin', growing);
      this.written.push({ key, body: Buffer.concat(growing) });
    } catch (error) {
      const { name } = failureOf(error);
      if (name !== 'InvalidPart' && name !== 'InvalidRequest') throw error;
      const same = [block.subarray(0, 5 * MIB), block.subarray(MIB), last];
      const { key } = await this.multipart(this.bucket, 'uniform.bin', same);
      this.written.push({ key, body: Buffer.concat(same) });
      this.findings.uniformParts = true;
    }
  }

  /** How many parts does it take? Asked with two part numbers, not with parts. */
  async partNumbers(): Promise<void> {
    const { bucket, signal } = this;
    const upload = await this.begin(bucket, 'numbers.bin');
    const body = Buffer.from('x');
    const takes = async (partNumber: number) => {
      try {
        const crc = updateCrc32(body);
        await putPart(bucket, upload, { partNumber, body, crc, signal });
        return true;
      } catch (error) {
        if (unreachable(error)) throw error;
        return false;
      }
    };
    if (await takes(10_000)) this.findings.maxParts = 10_000;
    else if (await takes(1000)) this.findings.maxParts = 1000;
    await abortUpload(bucket, upload.key, upload.uploadId, { signal });
  }

  /** Reads everything that was written; compared by {@link Probes.differing}. */
  async read(): Promise<Map<string, Buffer>> {
    const found = new Map<string, Buffer>();
    for (const { key } of this.written) {
      const { body } = await getObject(this.bucket, key, {
        signal: this.signal,
      });
      const chunks: Buffer[] = [];
      for await (const chunk of body) chunks.push(chunk as Buffer);
      found.set(key, Buffer.concat(chunks));
    }
    return found;
  }

  /** Keys whose bytes did not come back as they went. */
  differing(found: Map<string, Buffer>): string[] {
    const bad = this.written
      .filter(({ key, body }) => !found.get(key)?.equals(body))
      .map(({ key }) => key);
    this.findings.bytesReadBack = bad.length === 0 ? 'yes' : 'no';
    return bad;
  }

  /**
   * Removes all that was written, after failures, too; answers what stayed.
   * Uploads are ended by their ids and by what a listing finds.
   */
  async cleanUp(): Promise<void> {
    const { bucket, folder } = this;
    const problems: unknown[] = [];
    const attempt = (work: Promise<void>) =>
      work.catch(it => problems.push(it));
    for (const { key, uploadId } of this.uploads) {
      await attempt(abortUpload(bucket, key, uploadId));
    }
    const prefix = `${folder}/`;
    const listed = async () => {
      for await (const found of listObjects(bucket, { prefix })) {
        if ('key' in found) this.keys.add(found.key);
      }
    };
    // A listing that is refused has been reported by its own step.
    await listed().catch(() => {});
    await attempt(deleteObjects(bucket, [...this.keys]));
    const unfinished = async () => {
      for await (const { key, uploadId } of listUploads(bucket, { prefix })) {
        await abortUpload(bucket, key, uploadId);
      }
    };
    await unfinished().catch(() => {});
    if (problems.length > 0) throw problems[0];
  }

  /** Sends conditions whatever is known, to learn whether they are honoured. */
  private asking(bucket: Bucket): Bucket {
    const profile = profileOf(this.findings);
    return Object.create(bucket, {
      profile: { value: { ...profile, conditionalPut: 'unknown' } },
    });
  }

  private async begin(bucket: Bucket, name: string): Promise<UploadRef> {
    const upload = await createUpload(bucket, {
      key: this.key(name),
      signal: this.signal,
    });
    this.uploads.push(upload);
    return upload;
  }

  private async multipart(
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
        await putPart(bucket, upload, { partNumber, body, crc, signal }),
      );
    }
    const crc = updateCrc32(Buffer.concat(bodies));
    await completeUpload(bucket, upload, { parts, crc, ifNoneMatch, signal });
    return upload;
  }
}

/** A profile for the probes' own requests. */
function profileOf(findings: Findings): CapabilityProfile {
  return {
    probedAt: new Date(0).toISOString(),
    endpointHost: '',
    server: null,
    ...findings,
  };
}

/** Errors of the way there say nothing of what a store can do. */
function unreachable(error: unknown): boolean {
  const { status, network } = failureOf(error);
  if (error instanceof UnderstudyError) {
    return /^net-|^tls-|^cancelled|slow-down/.test(error.code);
  }
  return network !== undefined || (status !== undefined && status >= 500);
}

/** Yes where the second write is refused with 412, and only that one. */
async function refusal(
  first: () => Promise<unknown>,
  second: () => Promise<unknown>,
): Promise<Answer> {
  try {
    await first();
  } catch (error) {
    // It does not know the header at all.
    return unreachable(error) ? 'unknown' : 'no';
  }
  try {
    await second();
    return 'no';
  } catch (error) {
    if (unreachable(error)) return 'unknown';
    const { status, name } = failureOf(error);
    const refused =
      status === 412 ||
      name === 'PreconditionFailed' ||
      (error instanceof UnderstudyError && error.code === 's3-conflict');
    return refused ? 'yes' : 'no';
  }
}
