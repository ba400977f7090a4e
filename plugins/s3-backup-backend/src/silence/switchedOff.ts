import { InputError } from '@backstage/errors';

/** Why automatic backup is off, and until when. @internal */
export interface SwitchedOff {
  reason: string;
  /** Instant at which it comes back on by itself. */
  until: string;
  at: string;
  by: string;
  /** When people were last told. */
  remindedAt: string;
}

const DAY = 86_400_000;
/** What is meant for ever is meant for the plans. */
const LONGEST = 366 * DAY;
const WEEK = 7 * DAY;

/**
 * What stands beside the switch after a change: nobody turns it off without a
 * reason and an end.
 * @throws InputError where one of the two is missing, or the end is none
 * @internal
 */
export function offAfter(
  before: SwitchedOff | null,
  input: { reason: string; until: string } | undefined,
  turn: { turnedOff: boolean; by: string; now: number },
): SwitchedOff | null {
  const { turnedOff, by, now } = turn;
  if (!input) {
    if (!turnedOff) return before;
    throw new InputError(
      'off: say why automatic backup is turned off, and until when',
    );
  }
  const until = Date.parse(input.until);
  if (until <= now || until > now + LONGEST) {
    throw new InputError('off.until: it ends within a year from now');
  }
  const at = new Date(now).toISOString();
  return {
    reason: input.reason,
    until: new Date(until).toISOString(),
    at: turnedOff ? at : before?.at ?? at,
    by,
    remindedAt: at,
  };
}

/** What is due of a switch that is off. Pure. @internal */
export function switchDue(
  off: SwitchedOff,
  now: number,
): 'on' | 'reminder' | null {
  if (Date.parse(off.until) <= now) return 'on';
  return now - Date.parse(off.remindedAt) >= WEEK ? 'reminder' : null;
}
