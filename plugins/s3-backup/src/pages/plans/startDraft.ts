import {
  Blackout,
  blackoutSchema,
  Plan,
  PlanInput,
  WEEKDAYS,
} from '@understudy/backstage-plugin-s3-backup-common';

const MINUTE = 60_000;

/** What moves the begin of a plan's runs, as it is typed. */
export interface StartDraft {
  spreadMinutes: number | null;
  /** One a line: `08:00-18:00 mon tue`. */
  quiet: string;
  catchUp: 'latest' | 'skip';
  overlap: 'queue' | 'skip';
  priority: 'low' | 'normal' | 'high';
}

const lineOf = ({ from, until, days }: Blackout) =>
  [`${from}-${until}`, ...(days ?? [])].join(' ');

/** The draft that a stored plan begins with, or a new one. */
export function startDraftOf(plan: Plan | undefined): StartDraft {
  return {
    spreadMinutes: plan?.spread ? plan.spread / MINUTE : null,
    quiet: (plan?.blackouts ?? []).map(lineOf).join('\n'),
    catchUp: plan?.catchUp ?? 'latest',
    overlap: plan?.overlap ?? 'queue',
    priority: plan?.priority ?? 'normal',
  };
}

/** Quiet hours as they are typed; undefined where a line is none. */
export function readQuiet(text: string): Blackout[] | undefined {
  const lines = text
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean);
  const read = lines.map(line => {
    const [hours, ...days] = line.toLowerCase().split(/[\s,]+/);
    const [from, until] = hours.split(/[-–]/);
    const named = WEEKDAYS.filter(day => days.includes(day));
    return blackoutSchema.safeParse({
      from,
      until,
      // A word that is no day makes none of it valid.
      ...(days.length > 0
        ? { days: named.length === days.length ? named : [] }
        : {}),
    });
  });
  if (read.some(each => !each.success)) return undefined;
  return read.flatMap(each => (each.success ? [each.data] : []));
}

/** The fields of a plan that a draft says; defaults are left unsaid. */
export function startInputOf(
  draft: StartDraft,
): Pick<
  PlanInput,
  'spread' | 'blackouts' | 'catchUp' | 'overlap' | 'priority'
> {
  const blackouts = readQuiet(draft.quiet) ?? [];
  return {
    spread: draft.spreadMinutes
      ? { milliseconds: Math.round(draft.spreadMinutes * MINUTE) }
      : undefined,
    blackouts: blackouts.length > 0 ? blackouts : undefined,
    catchUp: draft.catchUp === 'latest' ? undefined : draft.catchUp,
    overlap: draft.overlap === 'queue' ? undefined : draft.overlap,
    priority: draft.priority === 'normal' ? undefined : draft.priority,
  };
}
