import {
  artifactNameSchema,
  ManifestArtifact,
  UnderstudyError,
} from '@understudy/model';
import type { Bucket } from '../destination';
import type { FaultHook } from '../faultPoints';
import type { IntentWriter } from '../manifest/intent';
import { attemptFolder } from '../manifest/files';
import { objectName } from '../manifest/restoreLine';
import { Compression, packStream } from '../pack';
import type { SourceArtifact } from '../source/contract';
import { uploadStream } from '../storage';
import { ensureLocked } from '../storage/ensureLocked';
import { keptAs, ObjectLock } from '../storage/keptAs';
import { readInto } from './readInto';
import { stopReason } from './firstError';

/** What {@link storeArtifact} needs to know. */
export interface StoreArtifactOptions {
  bucket: Bucket;
  /** Folder of the run below the prefix. */
  folder: string;
  attempt: number;
  of: { plan: string; entityRef: string | null };
  lock: ObjectLock | undefined;
  intent: IntentWriter;
  pack: { compression: Compression; recipients: string[] };
  estimatedBytes: number | null;
  signal: AbortSignal;
  faultPoint: FaultHook;
  onRead(bytes: number): void;
  onStored(bytes: number): void;
}

/** An artifact, and when the store says that it was stored. */
export interface StoredArtifact {
  artifact: ManifestArtifact;
  modified: Date | null;
}

/**
 * Reads one artifact to its end, packs it and stores it. Of several things
 * that go wrong together, the cause is thrown: why we were stopped, else what
 * the source said, else what the store said.
 */
export async function storeArtifact(
  artifact: SourceArtifact,
  options: StoreArtifactOptions,
): Promise<StoredArtifact> {
  const { bucket, folder, intent, signal, lock, faultPoint } = options;
  const name = checkedName(artifact);
  const packed = packStream(options.pack);
  const key = `${attemptFolder(options.attempt)}/${objectName(
    name,
    packed.steps,
  )}`;
  await intent.expect(key, signal);
  await faultPoint('backup:artifact:before');

  let stored = 0;
  const upload = uploadStream(bucket, {
    key: bucket.key(`${folder}/${key}`),
    body: packed.output,
    estimatedBytes: options.estimatedBytes,
    contentType: 'application/octet-stream',
    how: keptAs(bucket, 'artifact', { ...options.of, lock }),
    signal,
    async onUploadId(uploadId) {
      await faultPoint('backup:upload:before');
      await intent.uploading(key, uploadId, signal);
      await faultPoint('backup:upload:after');
    },
    onProgress(bytes) {
      stored = bytes;
      options.onStored(bytes);
    },
  });
  upload.catch(error => packed.input.destroy(error));
  const reading = readInto(artifact.stream, packed.input, {
    signal,
    onRead: options.onRead,
    partStored: () => stored > 0,
    partPoint: () => faultPoint('backup:artifact:part'),
  });
  const [read, uploaded] = await Promise.allSettled([reading, upload]);
  if (signal.aborted) throw stopReason(signal);
  if (read.status === 'rejected' && !read.reason.downstream) {
    throw read.reason.error;
  }
  if (uploaded.status === 'rejected') throw uploaded.reason;
  if (read.status === 'rejected') throw read.reason.error;

  const { plain } = await packed.result;
  checkLength(artifact, plain.bytes);
  const { bytes, sha256, crc32, etag, versionId, modified } = uploaded.value;
  if (lock) {
    const locked = bucket.key(`${folder}/${key}`);
    await ensureLocked(bucket, { key: locked, versionId, lock }, signal);
  }
  await faultPoint('backup:artifact:complete');
  const done: ManifestArtifact = {
    name,
    key,
    versionId,
    etag,
    mediaType: artifact.mediaType,
    plain: { ...plain },
    stored: { bytes, sha256, crc32 },
    pack: packed.steps,
    recipients: packed.steps.includes('age') ? options.pack.recipients : [],
    refs: [],
  };
  return { artifact: done, modified };
}

function checkedName(artifact: SourceArtifact): string {
  const name = artifactNameSchema.safeParse(artifact.name);
  if (name.success) return name.data;
  throw new UnderstudyError('defect', {
    seen: `The source names an artifact ${JSON.stringify(artifact.name)}`,
  });
}

function checkLength(artifact: SourceArtifact, bytes: number): void {
  const { bytes: expected } = artifact.expect;
  if (expected !== undefined && bytes !== expected) {
    const seen = `${artifact.name} gave ${bytes} bytes where ${expected} were announced.`;
    throw new UnderstudyError('source-failed', { seen });
  }
}
