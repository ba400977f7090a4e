import type { RetainedBackup } from '@understudy/engine';
import { ProofRules, Rung, RUNGS } from '@understudy/model';
import type { PlanRung } from '../database/PlanProofsStore';

const DAY = 86_400_000;

/** Backups that were left unread for longer are not gone after any more. */
const CHASED = 7 * DAY;

/** A rung that is to be climbed. @internal */
export interface DueProof {
  rung: 'read' | 'opened' | 'restored';
  /** Of which backup. */
  backup: string;
  /** From when on. */
  at: number;
  /** The plan's rules say that it should long have been. */
  overdue: boolean;
}

/** @internal */
export interface ProofQuestion {
  rules: ProofRules;
  /** The highest rung that can be reached. */
  reach: Rung;
  /** Of the plan at one destination. */
  backups: RetainedBackup[];
  rungs: PlanRung[];
  now: number;
}

const height = (rung: Rung) => RUNGS.indexOf(rung);

function isGood(backup: RetainedBackup): boolean {
  return backup.complete && !backup.deleting && !backup.damaged;
}

function readings({ rules, backups, now }: ProofQuestion): DueProof[] {
  const { read } = rules;
  if (read === false) return [];
  return backups
    .filter(
      backup =>
        isGood(backup) &&
        backup.rung === 'stored' &&
        backup.finishedAt > now - Math.max(CHASED, 2 * read),
    )
    .map(backup => ({
      rung: 'read' as const,
      backup: backup.id,
      // Early enough that a busy worker still comes to it.
      at: backup.finishedAt + read / 2,
      overdue: now > backup.finishedAt + read,
    }));
}

/** The newest good one, `every` so often; of a new plan after a day. */
function regular(
  question: ProofQuestion,
  rung: 'opened' | 'restored',
  every: number | false,
): DueProof[] {
  const { reach, backups, rungs, now } = question;
  if (every === false || height(reach) < height(rung)) return [];
  const good = backups
    .filter(isGood)
    .sort((a, b) => b.finishedAt - a.finishedAt);
  const [newest] = good;
  if (!newest) return [];
  const higher = rungs.filter(each => height(each.rung) >= height(rung));
  const latest = (of: 'provenAt' | 'failedAt') =>
    Math.max(0, ...higher.map(each => each[of] ?? 0));
  const proven = latest('provenAt');
  const failed = latest('failedAt');
  const oldest = good[good.length - 1].finishedAt;
  const at = proven > 0 ? proven + every : oldest + Math.min(every, DAY);
  const due = { rung, backup: newest.id, at, overdue: now > at + every / 2 };
  if (failed <= proven) return [due];
  // It is known to fail: only a newer backup can tell something else, or
  // what the plan asks would condemn one backup after the other.
  const again = failed + Math.min(every, DAY);
  return newest.finishedAt > failed
    ? [{ ...due, at: Math.max(at, again) }]
    : [];
}

/**
 * What is to be proven of a plan at one destination, and since when; what is
 * not due yet, too. Pure.
 * @internal
 */
export function dueProofs(question: ProofQuestion): DueProof[] {
  const { rules } = question;
  return [
    ...readings(question),
    ...regular(question, 'opened', rules.opened),
    ...regular(question, 'restored', rules.drill),
  ];
}

/** The rung that a plan failed at last and has not climbed since. @internal */
export function failedRung(rungs: PlanRung[]): Rung | null {
  const open = rungs
    .filter(({ rung, failedAt }) => {
      const mended = Math.max(
        0,
        ...rungs
          .filter(each => height(each.rung) >= height(rung))
          .map(each => each.provenAt ?? 0),
      );
      return failedAt !== null && failedAt > mended;
    })
    .sort((a, b) => b.failedAt! - a.failedAt!);
  return open[0]?.rung ?? null;
}
