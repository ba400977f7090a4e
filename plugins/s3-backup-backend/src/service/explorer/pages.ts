import type {
  DeadUploads,
  ObjectList,
  ObjectQuery,
} from '@understudy/backstage-plugin-s3-backup-common';
import { Bucket, listFolder, listUploads, scanKeys } from '@understudy/engine';
import type { BackupsOfKeys } from './BackupsOfKeys';
import { readExplorerCursor, writeExplorerCursor } from './cursor';

const UPLOADS_SHOWN = 200;

/**
 * A folder, or what a look for a text or for leftovers found: a page of it.
 * @internal
 */
export async function pageOfObjects(
  bucket: Bucket,
  known: BackupsOfKeys,
  { path, q, filter, limit, cursor }: ObjectQuery,
): Promise<ObjectList> {
  const { token, after } = cursor
    ? readExplorerCursor(cursor)
    : { token: undefined, after: undefined };
  if (q === undefined && filter === undefined) {
    const page = await listFolder(bucket, { path, token, limit });
    return {
      path,
      folders: page.folders,
      items: await known.complete(page.objects),
      scanned: null,
      nextCursor: page.next && writeExplorerCursor({ token: page.next }),
    };
  }
  const page = await scanKeys(bucket, {
    path,
    text: q,
    leftovers: filter === 'leftover',
    after,
    limit,
  });
  return {
    path,
    folders: [],
    items: await known.complete(page.objects),
    scanned: page.scanned,
    nextCursor: page.next && writeExplorerCursor({ after: page.next }),
  };
}

/** Uploads that never ended, as many as a page shows. @internal */
export async function deadUploads(bucket: Bucket): Promise<DeadUploads> {
  const items: DeadUploads['items'] = [];
  const root = bucket.key('');
  for await (const { key, initiated } of listUploads(bucket, {
    prefix: root,
    pageSize: UPLOADS_SHOWN,
  })) {
    if (items.length === UPLOADS_SHOWN) return { items, more: true };
    items.push({
      key: key.slice(root.length),
      initiatedAt: initiated?.toISOString() ?? null,
    });
  }
  return { items, more: false };
}
