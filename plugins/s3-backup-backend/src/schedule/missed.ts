/** Why a slot did not run. In `details.reason` of a missed run. @internal */
export const MISSED_REASONS = [
  'recovered',
  'automatic-off',
  'switched-off',
  'paused',
  'portal-down',
  'overlap',
] as const;

/** @internal */
export type MissedReason = (typeof MISSED_REASONS)[number];

/** What decides over a slot. @internal */
export interface Circumstances {
  automatic: { enabled: boolean; recovered: boolean; changedAt: number | null };
  planEnabled: boolean;
  pausedUntil: number | null;
  /** A scheduled run of the plan waits already. */
  waiting: boolean;
}

/** @internal */
export interface Verdict {
  /** The slot to run now, if any. */
  run: number | null;
  /** The others, in streaks of one reason, ascending. */
  missed: { reason: MissedReason; slots: number[] }[];
}

/**
 * Judges the slots that fell since somebody looked, ascending. Of those missed
 * while nothing was awake the latest runs, once; those that fell while
 * switched off or paused never do. Pure.
 * @internal
 */
export function judgeSlots(slots: number[], now: Circumstances): Verdict {
  const verdict: Verdict = { run: null, missed: [] };
  slots.forEach((slot, index) => {
    const reason = reasonOf(slot, index === slots.length - 1, now);
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
  if (!latest) return 'portal-down';
  return now.waiting ? 'overlap' : null;
}
