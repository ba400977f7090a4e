import {
  Period,
  PERIODS,
  RetentionReason,
  RetentionRules,
} from '@understudy/model';
import { periodsIn } from './periods';
import { isGood, newestFirst, RetainedBackup } from './RetainedBackup';

/** @public */
export interface RetentionDecision {
  id: string;
  keep: boolean;
  /** At least one. Where it is kept, every rule that keeps it. */
  reasons: RetentionReason[];
}

/** @public */
export interface RetentionQuestion {
  /** All of one plan at one destination, in any order. */
  backups: readonly RetainedBackup[];
  rules: RetentionRules;
  now: number;
  /** IANA zone in which days begin. */
  timeZone: string;
}

/** Reasons that nobody's rules have a say in. */
const PROTECTION = new Set<RetentionReason['code']>([
  'locked',
  'lock-unreadable',
  'object-lock',
  'manifest-unreadable',
]);
const isOfProtection = ({ code }: RetentionReason) => PROTECTION.has(code);

type Keep = (backup: RetainedBackup, reason: RetentionReason) => void;

const iso = (at: number) => new Date(at).toISOString();

/**
 * Which backups stay and which go, each with its reasons. Pure: no clock, no
 * I/O. Whatever the rules say, it keeps
 * - the newest `minimumGood` good ones,
 * - what is locked, by a lock of ours or by the store's Object Lock, and what
 *   may be: a lock or a manifest that cannot be read keeps its backup,
 * - with `keepUntilProven`, everything, until the newest good one was read.
 *
 * Only good backups stand for a day or a week; one that is not good stays
 * while there are not yet `minimumGood` good ones newer than it. A deletion
 * that was begun goes on: its manifest may be gone already.
 * @public
 */
export function planRetention(
  question: RetentionQuestion,
): Map<string, RetentionDecision> {
  const { rules, now, timeZone } = question;
  const backups = [...question.backups].sort(newestFirst);
  const good = backups.filter(isGood);
  const kept = new Map<string, RetentionReason[]>();
  const keep: Keep = ({ id }, reason) => {
    const reasons = kept.get(id);
    if (reasons) reasons.push(reason);
    else kept.set(id, [reason]);
  };

  keepProtected(backups, now, keep);
  const minimum = good.slice(0, rules.minimumGood);
  keepByRules({ backups, good, rules, now, timeZone }, keep);
  keepRecent(backups, rules, keep);
  for (const backup of minimum) {
    keep(backup, { code: 'minimum', details: { count: rules.minimumGood } });
  }
  const limit = keepWithinSize(backups, kept, rules);
  const [newest] = good;
  const waits =
    rules.keepUntilProven && newest !== undefined && newest.rung === 'stored';

  const decisions = new Map<string, RetentionDecision>();
  for (const backup of backups) {
    const { id } = backup;
    const reasons = kept.get(id) ?? [];
    if (backup.deleting && !reasons.some(isOfProtection)) {
      const begun: RetentionReason = { code: 'begun', details: {} };
      decisions.set(id, { id, keep: false, reasons: [begun] });
    } else if (reasons.length > 0) {
      decisions.set(id, { id, keep: true, reasons });
    } else if (waits) {
      const details = { newest: newest.id, takenAt: iso(newest.takenAt) };
      const unproven: RetentionReason = { code: 'unproven', details };
      decisions.set(id, { id, keep: true, reasons: [unproven] });
    } else {
      const reason = whyItGoes(backup, rules, now, limit);
      decisions.set(id, { id, keep: false, reasons: [reason] });
    }
  }
  return decisions;
}

function keepProtected(
  backups: RetainedBackup[],
  now: number,
  keep: Keep,
): void {
  for (const backup of backups) {
    const { lock, objectLockUntil } = backup;
    if (backup.unreadable) {
      keep(backup, { code: 'manifest-unreadable', details: {} });
    }
    if (lock === 'unreadable') {
      keep(backup, { code: 'lock-unreadable', details: {} });
    } else if (lock && (!lock.until || Date.parse(lock.until) > now)) {
      const { reason, by, until } = lock;
      keep(backup, { code: 'locked', details: { reason, by, until } });
    }
    if (objectLockUntil && objectLockUntil > now) {
      const until = Number.isFinite(objectLockUntil)
        ? iso(objectLockUntil)
        : null;
      keep(backup, { code: 'object-lock', details: { until } });
    }
  }
}

/** Whether the rules name backups to keep, rather than only limits. */
function namesBackups(rules: RetentionRules): boolean {
  return (
    rules.keepLast !== undefined ||
    PERIODS.some(period => rules[period] !== undefined)
  );
}

function keepByRules(
  question: RetentionQuestion & {
    backups: RetainedBackup[];
    good: RetainedBackup[];
  },
  keep: Keep,
): void {
  const { backups, good, rules, now, timeZone } = question;
  const young = ({ takenAt }: RetainedBackup) =>
    rules.maxAge === undefined || takenAt >= now - rules.maxAge;
  if (!namesBackups(rules)) {
    const unlimited =
      rules.maxAge === undefined && rules.maxTotalSize === undefined;
    const code = unlimited ? 'no-rule' : 'within';
    for (const backup of backups.filter(young)) {
      keep(backup, { code, details: {} });
    }
    return;
  }
  for (const [n, backup] of good.slice(0, rules.keepLast ?? 0).entries()) {
    if (!young(backup)) break;
    const details = { n: n + 1, count: rules.keepLast! };
    keep(backup, { code: 'last', details });
  }
  const namesOf = periodsIn(timeZone);
  const seen = Object.fromEntries(
    PERIODS.map(period => [period, new Set<string>()]),
  ) as Record<Period, Set<string>>;
  for (const backup of good) {
    const names = namesOf(backup.takenAt);
    for (const period of PERIODS) {
      const wanted = rules[period] ?? 0;
      const name = names[period];
      if (seen[period].size >= wanted || seen[period].has(name)) continue;
      seen[period].add(name);
      if (young(backup)) {
        keep(backup, { code: period, details: { period: name } });
      }
    }
  }
}

/** What is not good goes once there are enough good ones newer than it. */
function keepRecent(
  backups: RetainedBackup[],
  rules: RetentionRules,
  keep: Keep,
): void {
  let newer = 0;
  for (const backup of backups) {
    if (newer >= rules.minimumGood) return;
    if (isGood(backup)) newer += 1;
    else if (!backup.unreadable) keep(backup, { code: 'recent', details: {} });
  }
}

/**
 * Takes the oldest out again, until what stays fits. What stays anyhow counts,
 * and may be more than fits.
 * @returns ids that only the size took out
 */
function keepWithinSize(
  backups: RetainedBackup[],
  kept: Map<string, RetentionReason[]>,
  rules: RetentionRules,
): Set<string> {
  const out = new Set<string>();
  const { maxTotalSize } = rules;
  if (maxTotalSize === undefined) return out;
  const isFixed = ({ id }: RetainedBackup) =>
    (kept.get(id) ?? []).some(
      reason => reason.code === 'minimum' || isOfProtection(reason),
    );
  let left = maxTotalSize;
  for (const backup of backups) {
    if (isFixed(backup)) left -= backup.bytesStored;
  }
  for (const backup of backups) {
    if (!kept.has(backup.id) || isFixed(backup)) continue;
    left -= backup.bytesStored;
    if (left >= 0) continue;
    // Once one does not fit, no older one does: a gap would tell nothing.
    left = Number.NEGATIVE_INFINITY;
    kept.delete(backup.id);
    out.add(backup.id);
  }
  return out;
}

function whyItGoes(
  backup: RetainedBackup,
  rules: RetentionRules,
  now: number,
  tooLarge: Set<string>,
): RetentionReason {
  const { maxAge, maxTotalSize } = rules;
  if (tooLarge.has(backup.id)) {
    return { code: 'too-large', details: { maxTotalSize: maxTotalSize! } };
  }
  if (maxAge !== undefined && backup.takenAt < now - maxAge) {
    return { code: 'too-old', details: { maxAge } };
  }
  if (!isGood(backup)) return { code: 'not-good', details: {} };
  return { code: 'surplus', details: {} };
}
