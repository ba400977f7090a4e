/** Why a slot did not run. In `details.reason` of a missed run. @internal */
export const MISSED_REASONS = [
  'recovered',
  'automatic-off',
  'switched-off',
  'paused',
  'skipped',
  'portal-down',
  'blackout',
  'destination-down',
  'overlap',
] as const;

/** @internal */
export type MissedReason = (typeof MISSED_REASONS)[number];

/**
 * Somebody wanted these, or was told once of what holds many: nobody is told
 * of each, and they put no plan at risk.
 * @internal
 */
export const QUIETLY_MISSED: ReadonlySet<unknown> = new Set<MissedReason>([
  'skipped',
  'blackout',
  'destination-down',
]);

/** So late a run may begin without being a catch-up: ticks, restarts. */
const LATE_MS = 600_000;

/** What decides over a slot. @internal */
export interface Circumstances {
  now: number;
  automatic: { enabled: boolean; recovered: boolean; changedAt: number | null };
  planEnabled: boolean;
  pausedUntil: number | null;
  /** The one that somebody said is left out. */
  skipSlot?: number | null;
  catchUp?: 'latest' | 'skip';
  /** When the run of a slot may begin. */
  startOf?: (slot: number) => number;
  /** Why no further run of the plan is queued now, or null. */
  waiting: MissedReason | null;
}

/** @internal */
export interface Verdict {
  /** The slot to run now, if any. */
  run: number | null;
  /** The others, in streaks of one reason, ascending. */
  missed: { reason: MissedReason; slots: number[] }[];
}

const isWanted = (slot: number, { skipSlot }: Circumstances) =>
  slot === skipSlot;

/**
 * Judges the slots that fell since somebody looked, ascending. Of those missed
 * while nothing was awake the latest runs, once, or none where the plan says
 * so; those that fell while switched off or paused never do. Pure.
 * @internal
 */
export function judgeSlots(slots: number[], now: Circumstances): Verdict {
  const verdict: Verdict = { run: null, missed: [] };
  const latest = slots.filter(slot => !isWanted(slot, now)).pop();
  slots.forEach(slot => {
    const reason = reasonOf(slot, slot === latest, now);
    if (reason === null) {
      verdict.run = slot;
      return;
    }
    const streak = verdict.missed[verdict.missed.length - 1];
    if (streak?.reason === reason) streak.slots.push(slot);
    else verdict.missed.push({ reason, slots: [slot] });
  });
  return verdict;
}

function reasonOf(
  slot: number,
  latest: boolean,
  now: Circumstances,
): MissedReason | null {
  const { automatic } = now;
  if (automatic.recovered) return 'recovered';
  // Switched on a moment ago: what fell before is not caught up.
  if (!automatic.enabled || slot <= (automatic.changedAt ?? 0)) {
    return 'automatic-off';
  }
  if (!now.planEnabled) return 'switched-off';
  if (now.pausedUntil !== null && slot < now.pausedUntil) return 'paused';
  if (isWanted(slot, now)) return 'skipped';
  if (!latest) return 'portal-down';
  const late = now.now - (now.startOf?.(slot) ?? slot);
  if (now.catchUp === 'skip' && late > LATE_MS) return 'portal-down';
  return now.waiting;
}
