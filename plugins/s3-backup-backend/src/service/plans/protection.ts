import type { Protection, Rung, Run } from '@understudy/model';
import type { KnownBackup } from '../../database/backups/BackupStore';
import type { KnownPlan } from '../../runner/ports';
import { QUIETLY_MISSED } from '../../schedule/missed';

type Reason = Protection['reasons'][number];

/** @internal */
export interface ProtectionInput {
  plan: KnownPlan;
  /** Milliseconds; 0 where no age is too old. */
  freshness: number;
  lastGood: KnownBackup | undefined;
  /** Wanted destinations that do not have it. */
  lacking: string[];
  /** The newest backup of all, good or not. */
  newest: KnownBackup | undefined;
  /** The newest run that came to its end. */
  lastEnded: Run | undefined;
  /** By the rules of the plan, at each destination. */
  proof?: { failed: Rung | null; overdue: Rung[] };
  automatic: { enabled: boolean; recovered: boolean };
  now: number;
}

function failures(input: ProtectionInput): Reason[] {
  const { lastGood, lacking, newest, lastEnded, freshness, now } = input;
  const reasons: Reason[] = [];
  if (lastGood && freshness > 0) {
    const age = now - Date.parse(lastGood.finishedAt);
    if (age > freshness) {
      reasons.push({
        code: 'too-old',
        details: {
          ageSeconds: Math.floor(age / 1000),
          limitSeconds: Math.floor(freshness / 1000),
        },
      });
    }
  }
  if (lacking.length > 0) {
    const of = input.plan.destinations.length;
    reasons.push({
      code: 'destination-lacks',
      details: { destinations: lacking, having: of - lacking.length, of },
    });
  }
  const failed =
    newest?.state === 'damaged' ? newest.proof.failed : input.proof?.failed;
  if (failed) {
    reasons.push({ code: 'proof-failed', details: { rung: failed } });
  }
  const [overdue] = input.proof?.overdue ?? [];
  if (overdue) {
    reasons.push({ code: 'proof-overdue', details: { rung: overdue } });
  }
  const ended = {
    failed: 'last-failed',
    partial: 'last-partial',
    missed: 'last-missed',
  } as const;
  // That one lacked it is told by `lacking`, until it has been repaired.
  const told =
    lastEnded?.status === 'partial' &&
    lastEnded.details.missing !== undefined &&
    lastEnded.details.gaps === undefined;
  const wanted = QUIETLY_MISSED.has(lastEnded?.details?.reason);
  if (lastEnded && !told && !wanted && lastEnded.status in ended) {
    reasons.push({
      code: ended[lastEnded.status as keyof typeof ended],
      details: {
        at: lastEnded.finishedAt ?? lastEnded.lastSlot,
        ...(lastEnded.error
          ? { code: lastEnded.error.code, title: lastEnded.error.title }
          : {}),
      },
    });
  }
  return reasons;
}

function halts({ plan, automatic, now }: ProtectionInput): Reason[] {
  if (plan.schedule.every === 'never') return [];
  const reasons: Reason[] = [];
  if (automatic.recovered) reasons.push({ code: 'recovered', details: {} });
  else if (!automatic.enabled) {
    reasons.push({ code: 'automatic-off', details: {} });
  }
  if (!plan.enabled) reasons.push({ code: 'switched-off', details: {} });
  if (plan.pausedUntil && Date.parse(plan.pausedUntil) > now) {
    reasons.push({ code: 'paused', details: { until: plan.pausedUntil } });
  }
  return reasons;
}

/**
 * How well a plan is protected, and why, worst first. Pure.
 * @internal
 */
export function protectionOf(input: ProtectionInput): Protection {
  const failed = failures(input);
  const halted = halts(input);
  if (!input.lastGood) {
    const none: Reason = {
      code: input.lastEnded || input.newest ? 'no-good-backup' : 'never-ran',
      details: {},
    };
    return { state: 'not-protected', reasons: [none, ...failed, ...halted] };
  }
  if (failed.length > 0) {
    return { state: 'at-risk', reasons: [...failed, ...halted] };
  }
  if (halted.length > 0) return { state: 'paused', reasons: halted };
  return { state: 'protected', reasons: [] };
}

const ORDER = ['not-protected', 'at-risk', 'paused', 'protected'] as const;

/** Worst first, then oldest. @internal */
export function byNeed(
  a: { protection: Protection; lastGoodBackup: { takenAt: string } | null },
  b: { protection: Protection; lastGoodBackup: { takenAt: string } | null },
): number {
  const worse =
    ORDER.indexOf(a.protection.state) - ORDER.indexOf(b.protection.state);
  if (worse !== 0) return worse;
  const [first, second] = [a, b].map(
    each => each.lastGoodBackup?.takenAt ?? '',
  );
  if (first === second) return 0;
  return first < second ? -1 : 1;
}
