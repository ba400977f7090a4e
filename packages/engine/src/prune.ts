import {
  RetentionReason,
  RetentionRules,
  UnderstudyError,
} from '@understudy/model';
import { deleteBackup, DeleteOrder } from './deleteBackup';
import { serverFacts } from './destination/checkUp/serverFacts';
import { checkOwner } from './manifest/checkOwner';
import { MANIFEST_FILE } from './manifest/files';
import { countHeld } from './manifest/held';
import {
  Anomaly,
  AnomalyQuestion,
  findAnomalies,
  planRetention,
  RetentionDecision,
} from './retention';
import { isGood, newestFirst } from './retention/RetainedBackup';
import { missingArtifacts } from './steps/checkArtifacts';
import { GatheredBackup, gatherPlan } from './steps/gatherPlan';
import { readRetention } from './storage/objectLock';

/** @public */
export interface PruneOrder
  extends Pick<DeleteOrder, 'bucket' | 'owner' | 'by' | 'log' | 'faultPoint'> {
  plan: { entityRef: string | null; plan: string };
  rules: RetentionRules;
  timeZone: string;
  /** Milliseconds; null where nothing is due any more, as of an orphaned plan. */
  freshness: number | null;
  /** What other clocks said at the instant at which this one was `at`. */
  clocks: { name: string; ahead: number }[];
  /** Says what would go, and touches nothing. */
  dryRun: boolean;
  signal: AbortSignal;
  /** Asked before each backup; anything but true: nothing more is deleted. */
  mayDelete(id: string): Promise<boolean>;
  onDeleted?(done: { count: number; of: number; bytes: number }): void;
  /** For tests. */
  now?(): number;
}

/** One backup as a prune decided of it. @public */
export interface PrunedBackup extends RetentionDecision {
  folder: string;
  takenAt: string;
  bytesStored: number;
}

/** @public */
export interface PruneResult {
  /** All backups of the plan, newest first. */
  decisions: PrunedBackup[];
  /** Ids that are gone now. */
  deleted: string[];
  bytesDeleted: number;
  /** Locked since they were decided of. */
  spared: string[];
}

/**
 * Deletes what the rules of a plan let go, oldest first, each as
 * `deleteBackup` does. Before anything is deleted it looks for what makes it
 * stop by itself (promise 3): manifests or locks that cannot be read, clocks
 * that disagree, silence, sizes that collapse, a suspicious run that waits,
 * good backups whose bytes are not there. Who rules the prefix and whether a
 * lock has come is asked again before each.
 * @throws UnderstudyError `prune-stopped`, and whatever kept a backup from going
 * @public
 */
export async function prune(order: PruneOrder): Promise<PruneResult> {
  const { bucket, owner, plan, signal } = order;
  await checkOwner(bucket, owner, { signal });
  const backups = await gatherPlan(bucket, plan, {
    owner: owner.owner,
    signal,
  });
  backups.sort(newestFirst);
  await stopOnAnomalies(order, backups);
  const decisions = await decide(order, backups);
  const result: PruneResult = {
    decisions: backups.map(({ id, folder, takenAt, bytesStored }) => ({
      ...decisions.get(id)!,
      folder,
      takenAt: new Date(takenAt).toISOString(),
      bytesStored,
    })),
    deleted: [],
    bytesDeleted: 0,
    spared: [],
  };
  const leaving = result.decisions.filter(({ keep }) => !keep).reverse();
  const staying = result.decisions.length - leaving.length;
  order.log('info', `${staying} backups stay, ${leaving.length} go.`);
  for (const { takenAt, reasons } of leaving) {
    order.log('info', `${takenAt} goes: ${reasonText(reasons[0])}.`);
  }
  if (!order.dryRun) await deleteAll(order, leaving, result);
  return result;
}

async function stopOnAnomalies(
  order: PruneOrder,
  backups: GatheredBackup[],
): Promise<void> {
  const now = order.now?.() ?? Date.now();
  const { bucket, plan, rules, freshness, signal } = order;
  const question: AnomalyQuestion = {
    backups,
    rules,
    now,
    clocks: [
      ...order.clocks.map(({ name, ahead }) => ({ name, at: now + ahead })),
      ...(await storeClock(order)),
    ],
    freshness,
    held: await countHeld(bucket, plan, { now, signal }),
  };
  const anomalies: Anomaly[] = findAnomalies(question);
  for (const backup of backups.filter(isGood).slice(0, rules.minimumGood)) {
    const missing = await missingArtifacts(
      bucket,
      backup.folder,
      backup.manifest!,
    );
    if (missing.length === 0) continue;
    const seen = `${backup.folder} lacks ${missing.join(', ')} in the bucket.`;
    anomalies.push({ code: 'artifact-missing', seen });
  }
  if (anomalies.length === 0) return;
  throw new UnderstudyError('prune-stopped', {
    seen: anomalies.map(({ seen }) => seen).join(' '),
    anomalies: anomalies.map(({ code }) => code),
  });
}

/** By the date of an answer. A store that tells none is not asked again. */
async function storeClock(
  order: PruneOrder,
): Promise<{ name: string; at: number }[]> {
  try {
    const { connection } = order.bucket;
    const { date } = await serverFacts(connection, order.signal);
    // Of whole seconds, which is well within what is tolerated.
    return date ? [{ name: 'the store', at: date.getTime() }] : [];
  } catch {
    order.signal.throwIfAborted();
    return [];
  }
}

/** The store is asked about its own locks only for what would go. */
async function decide(
  order: PruneOrder,
  backups: GatheredBackup[],
): Promise<Map<string, RetentionDecision>> {
  const { bucket, rules, timeZone, signal } = order;
  const now = order.now?.() ?? Date.now();
  const first = planRetention({ backups, rules, timeZone, now });
  if (bucket.profile?.objectLock === 'no') return first;
  for (const backup of backups) {
    const { manifest, folder } = backup;
    if (first.get(backup.id)!.keep || backup.deleting || !manifest) continue;
    for (const name of [
      MANIFEST_FILE,
      ...manifest.artifacts.map(({ key }) => key),
    ]) {
      const key = bucket.key(`${folder}/${name}`);
      const { until } = await readRetention(bucket, key, { signal });
      if (until === null) continue;
      backup.objectLockUntil = Math.max(backup.objectLockUntil ?? 0, until);
    }
  }
  return planRetention({ backups, rules, timeZone, now });
}

/** After these the next one may go well. */
const OF_ONE_BACKUP = /^s3-(?:denied-delete|locked)$/;

async function deleteAll(
  order: PruneOrder,
  leaving: PrunedBackup[],
  result: PruneResult,
): Promise<void> {
  const { signal, faultPoint, log } = order;
  const failures: UnderstudyError[] = [];
  for (const { id, folder, reasons, bytesStored } of leaving) {
    signal.throwIfAborted();
    await faultPoint?.('prune:backup:before');
    try {
      await deleteBackup({
        ...order,
        folder,
        why: `retention: ${reasonText(reasons[0])}`,
        mayDelete: () => order.mayDelete(id),
      });
    } catch (error) {
      const failure = UnderstudyError.from(error);
      if (failure.code === 'backup-locked') {
        log('info', `${folder} was locked meanwhile and stays.`);
        result.spared.push(id);
        continue;
      }
      if (!OF_ONE_BACKUP.test(failure.code)) throw failure;
      log('error', `${folder}: ${failure.message}`);
      failures.push(failure);
      continue;
    }
    await faultPoint?.('prune:backup:after');
    result.deleted.push(id);
    result.bytesDeleted += bytesStored;
    order.onDeleted?.({
      count: result.deleted.length,
      of: leaving.length,
      bytes: result.bytesDeleted,
    });
  }
  const [first, ...others] = failures;
  if (!first) return;
  first.also.push(...others.map(error => error.toProblem()));
  throw first;
}

/** For logs and tombstones: `surplus`, `too-old (maxAge 86400000)`. */
function reasonText({ code, details }: RetentionReason): string {
  const more = Object.entries(details).map(
    ([name, value]) => `${name} ${value}`,
  );
  return more.length > 0 ? `${code} (${more.join(', ')})` : code;
}
