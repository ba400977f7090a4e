import { UnderstudyError } from '@understudy/model';
import type { Bucket } from '../destination';
import { listPage } from '../storage/listPage';
import type { PagedObject } from '../storage/listPage';
import { ClassifiedKey, classifyKey } from './classifyKey';

/** An object below the prefix, and what it is. @public */
export interface ExploredObject extends ClassifiedKey {
  /** Below the prefix. */
  key: string;
  bytes: number;
  etag: string | null;
  modified: Date | null;
  storageClass: string | null;
  /** Nothing of ours names it: it may be deleted by hand. */
  leftover: boolean;
}

/** @public */
export interface FolderPage {
  /** Below the prefix, each with its ending slash. */
  folders: string[];
  objects: ExploredObject[];
  next: string | null;
}

/**
 * Refuses a folder that is not a plain path below the prefix. Keys may hold
 * anything; a path to look at has no reason to climb.
 */
export function checkPath(path: string): string {
  const parts = path === '' ? [] : path.replace(/\/$/, '').split('/');
  // eslint-disable-next-line no-control-regex
  const bad = parts.some(part => part === '..' || /[\u0000-\u001f]/.test(part));
  if (bad || path.startsWith('/')) {
    throw new UnderstudyError('options-invalid', {
      what: `"${path}" is not a folder below the prefix.`,
    });
  }
  return parts.length === 0 ? '' : `${parts.join('/')}/`;
}

/** What a listing says of an object; `leftover` as far as its key shows it. */
export function explored(bucket: Bucket, found: PagedObject): ExploredObject {
  const { etag, modified, storageClass, bytes } = found;
  const key = found.key.slice(bucket.key('').length);
  const what = classifyKey(key);
  return {
    key,
    bytes,
    etag,
    modified,
    storageClass,
    ...what,
    leftover: what.kind === 'not-ours',
  };
}

/**
 * One page of one folder, as the store gives it.
 * @public
 */
export async function listFolder(
  bucket: Bucket,
  options: {
    /** Below the prefix; empty for the prefix itself. */
    path: string;
    /** Only names in the folder that begin so. */
    startsWith?: string;
    token?: string;
    limit: number;
    signal?: AbortSignal;
  },
): Promise<FolderPage> {
  const { path, startsWith = '', token, limit, signal } = options;
  const root = bucket.key('').length;
  const page = await listPage(bucket, {
    prefix: bucket.key(`${checkPath(path)}${startsWith}`),
    delimiter: '/',
    token,
    limit,
    signal,
  });
  return {
    folders: page.folders.map(folder => folder.slice(root)),
    objects: page.objects.map(found => explored(bucket, found)),
    next: page.next,
  };
}
