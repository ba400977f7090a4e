import { Held, heldSchema, Manifest } from '@understudy/model';
import type { Bucket } from '../destination';
import { HELD_FILE } from './files';
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
