import { UnderstudyError } from '@understudy/model';
import type { Bucket } from './destination';
import { checkOwner } from './manifest/checkOwner';
import { parseRunKey } from './manifest/folders';
import { readHeld } from './manifest/held';
import { readIntent } from './manifest/intent';
import type { Ownership } from './manifest/ownerMarkers';
import { listObjects } from './storage';
import { sweepAttempt } from './sweepAttempt';

/** @public */
export interface SweepUnknownOptions {
  owner: Ownership;
  /** Younger intents are left alone: their row may be on its way. */
  olderThan: Date;
  /** Whether the database has a row for this attempt, and thus looks after it. */
  knows(runId: string, attempt: number): Promise<boolean>;
  log(level: 'info' | 'warn', text: string): void;
  signal?: AbortSignal;
}

interface Candidate {
  folder: string;
  runId: string;
  attempt: number;
  modified: Date | null;
  held: boolean;
}

/**
 * Sweeps attempts that nobody looks after: old ones whose intent no row of the
 * database knows, and held ones whose time is over. One that cannot be judged
 * stays, and is told of.
 * @public
 */
export async function sweepUnknown(
  bucket: Bucket,
  options: SweepUnknownOptions,
): Promise<{ attempts: number; aborted: number; deleted: number }> {
  const { owner, olderThan, knows, log, signal } = options;
  const sum = { attempts: 0, aborted: 0, deleted: 0 };
  for await (const candidate of candidates(bucket, signal)) {
    const { folder, runId, attempt, modified, held } = candidate;
    if (!modified || modified >= olderThan) continue;
    try {
      const intent = await readIntent(bucket, folder, attempt);
      if (!intent || intent.owner !== owner.owner) continue;
      const over = held && (await isOver(bucket, folder, attempt));
      const by = intent.copiedBy ?? { runId, attempt };
      if (!over && (await knows(by.runId, by.attempt))) continue;
      await checkOwner(bucket, owner);
      const swept = await sweepAttempt(bucket, {
        folder,
        attempt,
        intent,
        log,
      });
      if (swept.aborted + swept.deleted === 0) continue;
      sum.attempts += 1;
      sum.aborted += swept.aborted;
      sum.deleted += swept.deleted;
    } catch (error) {
      const { code, message } = UnderstudyError.from(error);
      if (code === 'stale-epoch' || code === 'foreign-prefix') throw error;
      log('warn', `${folder}, attempt ${attempt}, stays: ${message}`);
    }
  }
  return sum;
}

async function isOver(
  bucket: Bucket,
  folder: string,
  attempt: number,
): Promise<boolean> {
  const held = await readHeld(bucket, folder);
  return (
    held?.manifest.attempt === attempt && Date.parse(held.until) <= Date.now()
  );
}

/** Attempts that have an intent, folder by folder. */
async function* candidates(
  bucket: Bucket,
  signal: AbortSignal | undefined,
): AsyncGenerator<Candidate> {
  const root = bucket.key('');
  let folder = '';
  let found: Candidate[] = [];
  let held = false;
  let published = false;
  function* flush() {
    // A published run's intent says nothing any more, unless one was held.
    for (const each of found) {
      if (!published || held || found.length > 1) yield { ...each, held };
    }
    found = [];
    held = false;
    published = false;
  }
  for await (const entry of listObjects(bucket, { prefix: root, signal })) {
    if (!('key' in entry)) continue;
    const run = parseRunKey(entry.key.slice(root.length));
    if (!run) continue;
    if (run.folder !== folder) yield* flush();
    folder = run.folder;
    const attempt = /^a([1-9]\d*)\/intent\.json$/.exec(run.rest)?.[1];
    if (attempt) {
      const { runId } = run;
      const { modified } = entry;
      found.push({ folder, runId, attempt: Number(attempt), modified, held });
    }
    held ||= run.rest === 'held.json';
    published ||= run.rest === 'manifest.json';
  }
  yield* flush();
}
