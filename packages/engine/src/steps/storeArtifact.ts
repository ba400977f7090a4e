import {
  artifactNameSchema,
  ManifestArtifact,
  UnderstudyError,
} from '@understudy/model';
import type { FaultHook } from '../faultPoints';
import { attemptFolder } from '../manifest/files';
import { objectName } from '../manifest/restoreLine';
import { Compression, packStream } from '../pack';
import type { SourceArtifact } from '../source/contract';
import { fanOut, FanOutResult, UploadedObject } from '../storage';
import { ensureLocked } from '../storage/ensureLocked';
import { keptAs } from '../storage/keptAs';
import type { Deliveries } from './Deliveries';
import type { Delivery } from './Delivery';
import { readInto } from './readInto';
import { stopReason } from './firstError';

/** What {@link storeArtifact} needs to know. */
export interface StoreArtifactOptions {
  deliveries: Deliveries;
  /** Folder of the run below each prefix. */
  folder: string;
  attempt: number;
  of: { plan: string; entityRef: string | null };
  pack: { compression: Compression; recipients: string[] };
  estimatedBytes: number | null;
  /** For parts too large for memory. */
  tempDirectory: string;
  signal: AbortSignal;
  faultPoint: FaultHook;
  onRead(bytes: number): void;
  /** Some destination has taken some. */
  onStored(): void;
}

/**
 * Reads one artifact to its end, packs it once and stores it at all
 * destinations. Of several things that go wrong together, the cause is thrown:
 * why we were stopped, else what the source said, else what the stores said.
 */
export async function storeArtifact(
  artifact: SourceArtifact,
  options: StoreArtifactOptions,
): Promise<ManifestArtifact> {
  const { deliveries, signal, faultPoint } = options;
  const name = checkedName(artifact);
  const packed = packStream(options.pack);
  const key = `${attemptFolder(options.attempt)}/${objectName(
    name,
    packed.steps,
  )}`;
  await deliveries.together(({ intent, signal: own }) =>
    intent.expect(key, own),
  );
  await faultPoint('backup:artifact:before');

  const places = deliveries.live;
  let stored = 0;
  const upload = fanOut({
    body: packed.output,
    estimatedBytes: options.estimatedBytes,
    tempDirectory: options.tempDirectory,
    stallLimit: deliveries.stallLimit,
    onLost: (at, error, settled) => deliveries.drop(places[at], error, settled),
    signal,
    targets: places.map(place =>
      targetOf(place, key, options, bytes => {
        stored = Math.max(stored, bytes);
      }),
    ),
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
  const describe = (object: UploadedObject): ManifestArtifact => ({
    name,
    key,
    versionId: object.versionId,
    etag: object.etag,
    mediaType: artifact.mediaType,
    plain: { ...plain },
    stored: { bytes: object.bytes, sha256: object.sha256, crc32: object.crc32 },
    pack: packed.steps,
    recipients: packed.steps.includes('age') ? options.pack.recipients : [],
    refs: [],
  });
  await keepAll(places, uploaded.value, { ...options, key, describe });
  await faultPoint('backup:artifact:complete');
  return deliveries.live[0].artifacts.at(-1)!;
}

function targetOf(
  place: Delivery,
  key: string,
  options: StoreArtifactOptions,
  onStored: (bytes: number) => void,
) {
  const { bucket, lock, intent, signal } = place;
  const { folder, of, faultPoint } = options;
  return {
    bucket,
    key: bucket.key(`${folder}/${key}`),
    contentType: 'application/octet-stream',
    how: keptAs(bucket, 'artifact', { ...of, lock }),
    signal,
    async onUploadId(uploadId: string) {
      await faultPoint('backup:upload:before');
      await intent.uploading(key, uploadId, signal);
      await faultPoint('backup:upload:after');
    },
    onProgress(bytes: number) {
      place.moved(bytes);
      onStored(bytes);
      options.onStored();
    },
  };
}

/** Notes what each place has now; one that is not locked as wished is left out. */
async function keepAll(
  places: Delivery[],
  results: FanOutResult[],
  options: StoreArtifactOptions & {
    key: string;
    describe(object: UploadedObject): ManifestArtifact;
  },
): Promise<void> {
  const { deliveries, folder, key, describe } = options;
  await deliveries.together(async place => {
    const { bucket, lock, signal } = place;
    const { stored } = results[places.indexOf(place)];
    if (!stored) return;
    if (lock) {
      const { versionId } = stored;
      const locked = bucket.key(`${folder}/${key}`);
      await ensureLocked(bucket, { key: locked, versionId, lock }, signal);
    }
    place.stored(describe(stored), stored.modified);
  });
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
