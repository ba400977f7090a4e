import { planRetention, RetainedBackup } from '@understudy/engine';
import { PERIODS, RetentionRules, Schedule } from '@understudy/model';
import type { SimulatedDay } from '@understudy/backstage-plugin-s3-backup-common';
import { slotsAfter } from '../schedule/nextDue';
import { writeDate } from './days';

/** More slots than these are not imagined: the newest ones tell enough. */
const MOST = 10_000;

/** @internal */
export interface SimulationQuestion {
  /** What is there. */
  backups: RetainedBackup[];
  /** Null: everything is kept. */
  rules: RetentionRules | null;
  schedule: Schedule;
  timeZone: string;
  now: number;
  asOf: number;
  /** Of a backup to come; null where nothing is usual yet. */
  usualBytes: number | null;
}

const EVERYTHING: RetentionRules = { minimumGood: 1, keepUntilProven: false };

const isFuture = ({ id }: { id: string }) => id.startsWith('slot:');

/** Slots to come, each a good backup of the usual size. */
function imagined(question: SimulationQuestion): RetainedBackup[] {
  const { schedule, timeZone, now, asOf, usualBytes } = question;
  const slots: number[] = [];
  for (const { at } of slotsAfter(schedule, timeZone, now)) {
    if (at > asOf || slots.length >= MOST) break;
    slots.push(at);
  }
  return slots.map(at => ({
    id: `slot:${at}`,
    takenAt: at,
    finishedAt: at,
    bytesStored: usualBytes ?? 0,
    complete: true,
    deleting: false,
    rung: 'read',
    damaged: false,
    lock: null,
  }));
}

/**
 * What rules keep at an instant to come, where every slot until then makes a
 * good backup. One look at the end is enough: what stands for a day, a week or
 * a month then was never let go before. Pure.
 * @internal
 */
export function simulate(question: SimulationQuestion) {
  const { now, asOf, timeZone, usualBytes } = question;
  const rules = question.rules ?? EVERYTHING;
  const backups = [...question.backups, ...imagined(question)].sort(
    (a, b) => b.takenAt - a.takenAt,
  );
  const decisions = planRetention({
    backups,
    rules: { ...rules, keepUntilProven: false },
    timeZone,
    now: Math.max(now, asOf),
  });
  const stays = backups.filter(({ id }) => decisions.get(id)!.keep);
  const unknown = usualBytes === null && stays.some(isFuture);
  const byDay = new Map<string, RetainedBackup[]>();
  for (const backup of backups) {
    const date = writeDate(backup.takenAt, timeZone);
    byDay.set(date, [...(byDay.get(date) ?? []), backup]);
  }
  const days = [...byDay.entries()].map(([date, all]): SimulatedDay => {
    const told = all.map(one => ({ one, ...decisions.get(one.id)! }));
    const codes = new Set(
      told.flatMap(({ reasons }) => reasons.map(({ code }) => code as string)),
    );
    return {
      date,
      backups: all.length,
      kept: told.filter(({ keep }) => keep).length,
      future: all.every(isFuture),
      locked: codes.has('locked') || codes.has('object-lock'),
      period: [...PERIODS].reverse().find(period => codes.has(period)) ?? null,
      newest: told
        .sort((a, b) => Number(b.keep) - Number(a.keep))
        .slice(0, 3)
        .map(({ one, keep, reasons }) => ({
          id: isFuture(one) ? null : one.id,
          takenAt: new Date(one.takenAt).toISOString(),
          keep,
          reasons,
        })),
    };
  });
  const onlyMinimum = [...decisions.values()].some(
    ({ keep, reasons }) => keep && reasons.every(it => it.code === 'minimum'),
  );
  return {
    days,
    kept: {
      backups: stays.length,
      bytes: unknown
        ? null
        : stays.reduce((sum, { bytesStored }) => sum + bytesStored, 0),
    },
    minimumWins: question.rules !== null && onlyMinimum,
  };
}

/** What these rules take away at once, once the newest backup was read. @internal */
export function firstPruneOf(
  backups: RetainedBackup[],
  options: { rules: RetentionRules | null; timeZone: string; now: number },
) {
  const rules = { ...(options.rules ?? EVERYTHING), keepUntilProven: false };
  const decisions = planRetention({ ...options, backups, rules });
  const leaving = backups
    .filter(({ id }) => !decisions.get(id)!.keep)
    .sort((a, b) => a.takenAt - b.takenAt);
  return {
    deletes: leaving.length,
    of: backups.length,
    bytes: leaving.reduce((sum, { bytesStored }) => sum + bytesStored, 0),
    items: leaving.slice(0, 100).map(one => ({
      id: one.id,
      takenAt: new Date(one.takenAt).toISOString(),
      bytesStored: one.bytesStored,
      reason: decisions.get(one.id)!.reasons[0],
    })),
  };
}
