import { Intent, UnderstudyError } from '@understudy/model';
import type { Bucket } from './destination';
import { attemptFolder, intentFile } from './manifest/files';
import { heldKey, readHeld } from './manifest/held';
import { readIntent } from './manifest/intent';
import { readManifest } from './manifest/readBackup';
import { readTombstone } from './manifest/tombstone';
import { abortUpload, deleteObjects, listUploads } from './storage';

/** @public */
export interface SweepAttemptOptions {
  /** Folder of the run below the prefix. */
  folder: string;
  attempt: number;
  /** Where the caller has it; the one in the bucket is read as well. */
  intent?: Intent;
  log(level: 'info' | 'warn', text: string): void;
}

/**
 * Removes what a dead attempt left: its uploads, its artifacts, its intent
 * last, so that a sweep that breaks off can be repeated. Never touches an
 * attempt whose manifest is published or being deleted, nor one that is held;
 * where that cannot be read, nothing is touched at all.
 * @public
 */
export async function sweepAttempt(
  bucket: Bucket,
  options: SweepAttemptOptions,
): Promise<{ aborted: number; deleted: number }> {
  const { folder, attempt, log } = options;
  if (await isPublished(bucket, folder, attempt))
    return { aborted: 0, deleted: 0 };
  const held = await readHeld(bucket, folder);
  const holdsThis = held?.manifest.attempt === attempt;
  if (holdsThis && Date.parse(held.until) > Date.now()) {
    return { aborted: 0, deleted: 0 };
  }
  const stored = await readIntent(bucket, folder, attempt);
  const named = [
    ...(stored?.uploads ?? []),
    ...(options.intent?.uploads ?? []),
  ];
  const errors: UnderstudyError[] = [];
  const uploads = new Map<string, string>();
  for (const { key, uploadId } of named) {
    if (uploadId) uploads.set(uploadId, bucket.key(`${folder}/${key}`));
  }
  await addListed(bucket, `${folder}/${attemptFolder(attempt)}/`, uploads, log);
  const aborted = await abortAll(bucket, uploads, errors);

  const artifacts = [
    ...new Set(named.map(({ key }) => bucket.key(`${folder}/${key}`))),
  ];
  await collect(errors, () => deleteObjects(bucket, artifacts));
  // An upload that could not be aborted is found again only by its intent.
  if (errors.length > 0) throw joined(errors);
  const last = [
    ...(holdsThis ? [heldKey(bucket, folder)] : []),
    ...(named.length > 0 || stored || options.intent
      ? [bucket.key(`${folder}/${intentFile(attempt)}`)]
      : []),
  ];
  for (const key of last) await deleteObjects(bucket, [key]);
  return { aborted, deleted: artifacts.length + last.length };
}

async function isPublished(
  bucket: Bucket,
  folder: string,
  attempt: number,
): Promise<boolean> {
  const manifest =
    (await readManifest(bucket, folder)) ??
    (await readTombstone(bucket, folder))?.manifest;
  return manifest?.attempt === attempt;
}

/** Listing finds what an intent did not come to name; not every store lists. */
async function addListed(
  bucket: Bucket,
  relative: string,
  uploads: Map<string, string>,
  log: SweepAttemptOptions['log'],
): Promise<void> {
  try {
    const prefix = bucket.key(relative);
    for await (const { key, uploadId } of listUploads(bucket, { prefix })) {
      uploads.set(uploadId, key);
    }
  } catch (error) {
    const { message } = UnderstudyError.from(error);
    log('warn', `Unfinished uploads could not be listed: ${message}`);
  }
}

async function abortAll(
  bucket: Bucket,
  uploads: Map<string, string>,
  errors: UnderstudyError[],
): Promise<number> {
  const before = errors.length;
  for (const [uploadId, key] of uploads) {
    await collect(errors, () => abortUpload(bucket, key, uploadId));
  }
  return uploads.size - (errors.length - before);
}

async function collect(
  errors: UnderstudyError[],
  step: () => Promise<unknown>,
): Promise<void> {
  try {
    await step();
  } catch (error) {
    errors.push(UnderstudyError.from(error));
  }
}

function joined([first, ...others]: UnderstudyError[]): UnderstudyError {
  first.also.push(...others.map(error => error.toProblem()));
  return first;
}
