import { Manifest, UnderstudyError } from '@understudy/model';
import type { Bucket } from '../destination';
import type { FaultPoint } from '../faultPoints';
import { MANIFEST_FILE } from '../manifest/files';
import { sealManifest } from '../manifest/manifestSeal';
import { writeOnce } from '../manifest/writeOnce';
import { deleteObjects } from '../storage';
import { keptAs } from '../storage/keptAs';
import { missingArtifacts } from './checkArtifacts';
import { unlessStopped } from './firstError';

/** What is to be published, and who may say no. */
export interface PublishOptions {
  bucket: Bucket;
  folder: string;
  manifest: Manifest;
  signal: AbortSignal;
  mayPublish(): Promise<boolean>;
  log(level: 'info' | 'warn', text: string): void;
  at(name: FaultPoint): Promise<void>;
}

/**
 * The last write of an attempt. The first fence is the answer to *may I
 * publish*; the second the condition on the run's one manifest key.
 *
 * Between the two this process may have been frozen for hours while the
 * sweeper took its artifacts. So we look once more after the write: a manifest
 * whose artifacts are gone is withdrawn.
 * @returns the manifest as it was written, with its seal
 */
export async function publish(options: PublishOptions): Promise<Manifest> {
  const { bucket, folder, manifest, signal, at } = options;
  await ask(options);
  await at('backup:publish:asked');
  const key = bucket.key(`${folder}/${MANIFEST_FILE}`);
  await at('backup:manifest:before');
  const how = keptAs(bucket, 'manifest', {
    ...manifest,
    lock: manifest.objectLock,
  });
  const value = sealManifest(manifest);
  await writeOnce(bucket, { key, value, how, signal });
  await at('backup:manifest:after');
  let missing: string[];
  try {
    missing = await missingArtifacts(bucket, folder, manifest);
  } catch (error) {
    const { message } = UnderstudyError.from(error);
    options.log('warn', `Published, but not looked at afterwards: ${message}`);
    return value;
  }
  if (missing.length > 0) {
    await deleteObjects(bucket, [key]);
    throw new UnderstudyError('lease-lost', { swept: missing });
  }
  return value;
}

/** No clear yes is a no. */
async function ask(options: PublishOptions): Promise<void> {
  let answer: boolean;
  try {
    answer = await unlessStopped(options.mayPublish(), options.signal);
  } catch (error) {
    if (options.signal.aborted) throw error;
    throw new UnderstudyError('lease-lost', {}, { cause: error });
  }
  if (answer !== true) throw new UnderstudyError('lease-lost');
}
