import type { Bucket } from '../destination';
import { listObjects } from '../storage';
import { OWNER_FOLDER } from './files';

/**
 * Who writes under a prefix: its owner (an id of the prefix itself), the
 * portal that holds it, and since which epoch.
 * @public
 */
export interface Ownership {
  owner: string;
  instance: string;
  epoch: number;
}

/** A marker as it was found. */
export interface OwnerMarker extends Ownership {
  since: string | null;
}

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const MARKER = new RegExp(`^(\\d{10})_(${UUID})_(${UUID})$`);

/** Name of a marker; sorted by name, the highest epoch comes last. */
export function markerKey({ owner, instance, epoch }: Ownership): string {
  return `${OWNER_FOLDER}${String(epoch).padStart(
    10,
    '0',
  )}_${owner}_${instance}`;
}

/**
 * Who rules, found by listing alone: the highest epoch, and where two portals
 * adopted at once, the higher name. Everybody who lists comes to one answer.
 */
export async function readRuler(
  bucket: Bucket,
  options: { signal?: AbortSignal } = {},
): Promise<OwnerMarker | undefined> {
  const folder = bucket.key(OWNER_FOLDER);
  let ruler: { name: string; since: string | null } | undefined;
  for await (const entry of listObjects(bucket, {
    prefix: folder,
    ...options,
  })) {
    if (!('key' in entry)) continue;
    const name = entry.key.slice(folder.length);
    if (MARKER.test(name) && (!ruler || name > ruler.name)) {
      ruler = { name, since: entry.modified?.toISOString() ?? null };
    }
  }
  if (!ruler) return undefined;
  const [, epoch, owner, instance] = MARKER.exec(ruler.name)!;
  return { owner, instance, epoch: Number(epoch), since: ruler.since };
}
