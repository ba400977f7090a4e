import { Manifest, ManifestArtifact, UnderstudyError } from '@understudy/model';
import type { Bucket } from '../destination';
import { headObject, ObjectHead } from '../storage';

/** What a look at the store's own figures compared. */
export type Compared = 'size' | 'crc32' | 'etag';

/**
 * Asks the store for every artifact: there, with its size, and with the
 * checksum and ETag it had when it was written, where the store keeps them.
 * This proves what the store says of itself; that every byte can be read is
 * proven by the rung `read`.
 * @throws UnderstudyError `backup-damaged`
 */
export async function checkArtifacts(
  bucket: Bucket,
  folder: string,
  manifest: Manifest,
  options: { signal?: AbortSignal } = {},
): Promise<Compared[]> {
  const compared = new Set<Compared>(['size', 'crc32', 'etag']);
  for (const artifact of manifest.artifacts) {
    const key = bucket.key(`${folder}/${artifact.key}`);
    const head = await headObject(bucket, key, options);
    const here = compare(artifact, head);
    for (const what of compared)
      if (!here.includes(what)) compared.delete(what);
  }
  return [...compared];
}

/** Names the artifacts that are not in the store at all. */
export async function missingArtifacts(
  bucket: Bucket,
  folder: string,
  manifest: Manifest,
): Promise<string[]> {
  const missing: string[] = [];
  for (const { name, key } of manifest.artifacts) {
    const head = await headObject(bucket, bucket.key(`${folder}/${key}`));
    if (!head) missing.push(name);
  }
  return missing;
}

function compare(
  artifact: ManifestArtifact,
  head: ObjectHead | undefined,
): Compared[] {
  const { name, stored, etag } = artifact;
  const damaged = (what: string) =>
    new UnderstudyError('backup-damaged', { artifact: name, what });
  if (!head) throw damaged('is not in the bucket any more');
  if (head.bytes !== stored.bytes) {
    throw damaged(`has ${head.bytes} bytes instead of ${stored.bytes}`);
  }
  if (head.crc32 && head.crc32 !== stored.crc32) {
    throw damaged(`has CRC32 ${head.crc32} instead of ${stored.crc32}`);
  }
  // A copy keeps size and checksum but may get another ETag; then the
  // checksum decides.
  const sameTag = etag !== null && head.etag === etag;
  if (etag !== null && !sameTag && !head.crc32) {
    throw damaged(`was written again since (ETag ${head.etag})`);
  }
  return [
    'size',
    ...(head.crc32 ? (['crc32'] as const) : []),
    ...(sameTag ? (['etag'] as const) : []),
  ];
}
