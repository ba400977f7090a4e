import {
  DeleteObjectCommand,
  ListObjectVersionsCommand,
} from '@aws-sdk/client-s3';
import { UnderstudyError } from '@understudy/model';
import type { Bucket } from '../destination';
import { endless } from './listObjects';
import { send } from './send';

/**
 * One version of an object, or the marker that says it was deleted.
 * @public
 */
export interface ObjectVersion {
  key: string;
  versionId: string;
  marker: boolean;
  modified: Date | null;
}

/**
 * Lists all versions below a full prefix, delete markers too.
 * @public
 */
export async function* listVersions(
  bucket: Bucket,
  options: { prefix: string; signal?: AbortSignal },
): AsyncGenerator<ObjectVersion> {
  const { prefix, signal } = options;
  let after: { key?: string; versionId?: string } = {};
  for (;;) {
    const { key, versionId } = after;
    const page = await send(
      bucket,
      'ListObjectVersions',
      { key: prefix, signal },
      (client, settings) =>
        client.send(
          new ListObjectVersionsCommand({
            Bucket: bucket.bucket,
            Prefix: prefix,
            KeyMarker: key,
            VersionIdMarker: versionId,
          }),
          settings,
        ),
    );
    for (const [marker, found] of [
      ...(page.Versions ?? []).map(it => [false, it] as const),
      ...(page.DeleteMarkers ?? []).map(it => [true, it] as const),
    ]) {
      if (found.Key === undefined) continue;
      yield {
        key: found.Key,
        versionId: found.VersionId ?? 'null',
        marker,
        modified: found.LastModified ?? null,
      };
    }
    if (!page.IsTruncated) return;
    const next = {
      key: page.NextKeyMarker,
      versionId: page.NextVersionIdMarker,
    };
    const same = next.key === after.key && next.versionId === after.versionId;
    if (!next.key || same) throw endless('ListObjectVersions', bucket);
    after = next;
  }
}

/**
 * Deletes one version for good; one that is gone already is fine.
 * @public
 */
export async function deleteVersion(
  bucket: Bucket,
  version: Pick<ObjectVersion, 'key' | 'versionId'>,
  options: { signal?: AbortSignal } = {},
): Promise<void> {
  const { key, versionId } = version;
  try {
    await send(
      bucket,
      'DeleteObject',
      { key, ...options },
      (client, settings) =>
        client.send(
          new DeleteObjectCommand({
            Bucket: bucket.bucket,
            Key: key,
            VersionId: versionId,
          }),
          settings,
        ),
    );
  } catch (error) {
    const gone =
      error instanceof UnderstudyError &&
      (error.code === 'backup-gone' || error.details.store === 'NoSuchVersion');
    if (!gone) throw error;
  }
}
