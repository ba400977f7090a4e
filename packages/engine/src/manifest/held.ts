import { Held, heldSchema, Manifest, UnderstudyError } from '@understudy/model';
import type { Bucket } from '../destination';
import { listObjects } from '../storage';
import { HELD_FILE } from './files';
import { entityFolder, parseRunKey } from './folders';
import { readJson } from './readJson';
import { writeJson } from './writeOnce';

/** How long the bytes of a suspicious run wait for somebody to accept them. */
export const HELD_FOR = 7 * 86_400_000;

export const heldKey = (bucket: Bucket, folder: string) =>
  bucket.key(`${folder}/${HELD_FILE}`);

/** Keeps the bytes of a suspicious run, with the manifest it would have had. */
export async function writeHeld(
  bucket: Bucket,
  folder: string,
  options: { manifest: Manifest; reason: string; until: string },
): Promise<void> {
  const held: Held = { format: 'understudy/held', ...options };
  await writeJson(bucket, { key: heldKey(bucket, folder), value: held });
}

/** What is held in a run's folder, if anything. */
export function readHeld(
  bucket: Bucket,
  folder: string,
): Promise<Held | undefined> {
  return readJson(bucket, heldKey(bucket, folder), heldSchema);
}

/**
 * How many suspicious runs of a plan wait to be accepted; one that cannot be
 * read counts.
 */
export async function countHeld(
  bucket: Bucket,
  plan: { entityRef: string | null; plan: string },
  options: { now: number; signal?: AbortSignal },
): Promise<number> {
  const root = bucket.key('');
  const prefix = bucket.key(`${entityFolder(plan.entityRef, plan.plan)}/`);
  let count = 0;
  const { now, signal } = options;
  for await (const entry of listObjects(bucket, { prefix, signal })) {
    if (!('key' in entry)) continue;
    const run = parseRunKey(entry.key.slice(root.length));
    if (run?.rest !== HELD_FILE) continue;
    const held = await readHeld(bucket, run.folder).catch(error => {
      if (UnderstudyError.from(error).code === 'manifest-unreadable')
        return null;
      throw error;
    });
    if (held === null || (held && Date.parse(held.until) > now)) count += 1;
  }
  return count;
}
