import type { Bucket } from '../destination';
import { headObject } from '../storage';
import { listPage } from '../storage/listPage';
import { checkPath, explored, ExploredObject } from './listFolder';

/** Keys of one folder of a run that are held in memory at most. */
const HELD_KEYS = 2_000;
const PAGE = 1_000;

/** @public */
export interface ScanOptions {
  /** Below the prefix; empty for all of it. */
  path: string;
  /** Only keys that hold this text, in any case. */
  text?: string;
  /** Only what is not ours, or belongs to nothing any more. */
  leftovers?: boolean;
  /** `next` of the page before. */
  after?: string;
  /** Findings a page. */
  limit: number;
  /** Keys looked at for one page, whatever was found. */
  budget?: number;
  signal?: AbortSignal;
}

/** @public */
export interface ScanPage {
  objects: ExploredObject[];
  /** Keys looked at for this page. */
  scanned: number;
  /** Key to go on after; null where the end was reached. */
  next: string | null;
}

/** What a run's folder has that keeps its artifacts. */
interface Marks {
  /** A manifest, a tombstone or held bytes. */
  kept: boolean;
  /** Attempts that have an intent: the sweeper looks after them. */
  intents: Set<number>;
}

/**
 * Walks keys in their order and gives those that fit, at most `limit` of them
 * and after at most about `budget` keys. An artifact is a leftover where its
 * run has no manifest, tombstone or held bytes, and its attempt no intent.
 * @public
 */
export async function scanKeys(
  bucket: Bucket,
  options: ScanOptions,
): Promise<ScanPage> {
  const { path, limit, budget = 20_000, signal } = options;
  const prefix = bucket.key(checkPath(path));
  const text = options.text?.toLocaleLowerCase('en-US');
  const found: ExploredObject[] = [];
  let group: ExploredObject[] = [];
  let last: string | null = options.after ?? null;
  let scanned = 0;

  const fits = (object: ExploredObject) =>
    (!options.leftovers || object.leftover) &&
    (!text || object.key.toLocaleLowerCase('en-US').includes(text));
  const judge = async (over: boolean): Promise<void> => {
    if (group.length === 0) return;
    const marks = over ? await askMarks(bucket, group, signal) : marksOf(group);
    for (const object of group) {
      if (object.kind === 'artifact' && object.attempt !== null) {
        object.leftover = !marks.kept && !marks.intents.has(object.attempt);
      }
    }
    found.push(...group.filter(fits));
    last = group[group.length - 1].key;
    group = [];
  };

  let startAfter = options.after ? bucket.key(options.after) : undefined;
  for (;;) {
    const page = await listPage(bucket, {
      prefix,
      startAfter,
      limit: PAGE,
      signal,
    });
    for (const entry of page.objects) {
      const object = explored(bucket, entry);
      if (group.length > 0 && group[0].folder !== object.folder) {
        await judge(split(options.after, group));
        if (found.length >= limit || scanned >= budget) return full();
      }
      scanned += 1;
      group.push(object);
      if (object.folder === null || group.length >= HELD_KEYS) {
        await judge(object.folder !== null);
        if (found.length >= limit || scanned >= budget) return full();
      }
    }
    if (page.next === null || page.objects.length === 0) break;
    startAfter = page.objects[page.objects.length - 1].key;
  }
  await judge(group.length > 0 && split(options.after, group));
  return found.length > limit
    ? full()
    : { objects: found, scanned, next: null };

  /** A folder may bring more than fits: the rest comes with the next page. */
  function full(): ScanPage {
    const objects = found.slice(0, limit);
    const next = found.length > limit ? objects[limit - 1].key : last;
    return { objects, scanned, next };
  }

  /** Whether only a part of this group's folder was seen. */
  function split(after: string | undefined, of: ExploredObject[]): boolean {
    const folder = of[0].folder;
    if (folder === null) return false;
    // A path inside a run's folder shows only a part of it, too.
    return (
      Boolean(after?.startsWith(`${folder}/`)) ||
      !bucket.key(`${folder}/`).startsWith(prefix)
    );
  }
}

function marksOf(group: ExploredObject[]): Marks {
  return {
    kept: group.some(({ kind }) =>
      ['manifest', 'tombstone', 'held'].includes(kind),
    ),
    intents: new Set(
      group.flatMap(({ kind, attempt }) =>
        kind === 'intent' && attempt !== null ? [attempt] : [],
      ),
    ),
  };
}

/** Where only a part of the folder was seen, the store is asked for the rest. */
async function askMarks(
  bucket: Bucket,
  group: ExploredObject[],
  signal?: AbortSignal,
): Promise<Marks> {
  const folder = group[0].folder as string;
  const has = async (name: string) =>
    (await headObject(bucket, bucket.key(`${folder}/${name}`), { signal })) !==
    undefined;
  const marks: Marks = { kept: false, intents: new Set() };
  const attempts = new Set(
    group.flatMap(({ kind, attempt }) =>
      kind === 'artifact' && attempt !== null ? [attempt] : [],
    ),
  );
  if (attempts.size === 0) return marks;
  for (const name of ['manifest.json', 'deleted.json', 'held.json']) {
    marks.kept ||= await has(name);
  }
  for (const attempt of attempts) {
    if (await has(`a${attempt}/intent.json`)) marks.intents.add(attempt);
  }
  return marks;
}
