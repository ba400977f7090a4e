import type { Run } from '@understudy/model';
import type { Missing } from '../runner/kinds/published';

const VERBS: Partial<Record<Run['kind'], string>> = {
  backup: 'Backup',
  restore: 'Restore',
  verify: 'Verification',
  drill: 'Drill',
  delete: 'Deletion of a backup',
  prune: 'Retention',
  copy: 'Copy of a backup',
};

/** Told of a run: that it went wrong, works again, went well, or will delete. @internal */
export type Occasion = 'failure' | 'recovery' | 'success' | 'first-prune';

/** `Backup of orders`. @internal */
export function nameOf(run: Run): string {
  return `${VERBS[run.kind] ?? run.kind} of ${run.planTitle ?? run.plan}`;
}

const ENDS: Record<string, string> = {
  succeeded: 'succeeded',
  partial: 'is incomplete',
  failed: 'failed',
  missed: 'did not start',
  cancelled: 'was cancelled',
};

interface Leaving {
  takenAt: string;
  bytesStored: number;
  reason: { code: string };
}

/** What a dry run found; nothing of another run. @internal */
export function firstPruneOf(run: Run): { count: number; leaving: Leaving[] } {
  const { dryRun, leavingTotal, leaving } = (run.result ?? {}) as {
    dryRun?: boolean;
    leavingTotal?: number;
    leaving?: Leaving[];
  };
  if (run.kind !== 'prune' || !dryRun) return { count: 0, leaving: [] };
  return { count: leavingTotal ?? 0, leaving: leaving ?? [] };
}

/** What a dry run found, for people: nothing is deleted yet. @internal */
export function firstPruneText(run: Run, named: number): string[] {
  const { count, leaving } = firstPruneOf(run);
  const more = count - Math.min(count, named);
  return [
    `The rules of ${run.plan} are new. Nothing was deleted yet; the next prune deletes ${count} backups:`,
    ...leaving
      .slice(0, named)
      .map(
        ({ takenAt, bytesStored, reason }) =>
          `- ${takenAt} (${bytesStored} bytes, ${reason.code})`,
      ),
    ...(more > 0 ? [`and ${more} more.`] : []),
    'Lock what must stay, or change the rules of the plan.',
  ];
}

/** Destinations that have no backup of a run. @internal */
export function missingOf(run: Run): Missing[] {
  const { missing } = run.details as { missing?: Missing[] };
  return run.status === 'partial' ? missing ?? [] : [];
}

/** @internal */
export function titleOf(run: Run, occasion: Occasion): string {
  if (occasion === 'first-prune') {
    const { count } = firstPruneOf(run);
    return `${nameOf(run)} will delete ${count} backups`;
  }
  const missing = missingOf(run).length;
  if (occasion === 'failure' && missing > 0) {
    const of = run.destinations.length;
    return `${nameOf(run)} reached ${of - missing} of ${of} destinations`;
  }
  if (occasion === 'recovery') return `${nameOf(run)} works again`;
  return `${nameOf(run)} ${ENDS[run.status] ?? run.status}`;
}

/** The page of a run, never a list. @internal */
export const linkOf = (run: Run) => `/s3-backup/history/${run.id}`;

function factsOf(run: Run): string[] {
  const { bytesRead, bytesStored, slot, firstSlot, lastSlot, count } = run;
  return [
    `Plan: ${run.plan}`,
    ...(run.entityRef ? [`Entity: ${run.entityRef}`] : []),
    ...missingOf(run).map(it => `Not at: ${it.destination}`),
    ...(slot ? [`Slot: ${slot}`] : []),
    ...(run.status === 'missed' && firstSlot
      ? [`Missed: ${count} from ${firstSlot} to ${lastSlot ?? firstSlot}`]
      : []),
    ...(run.startedAt ? [`Started: ${run.startedAt}`] : []),
    ...(run.finishedAt ? [`Ended: ${run.finishedAt}`] : []),
    ...(bytesRead !== null && bytesStored !== null
      ? [`Read: ${bytesRead} bytes, stored: ${bytesStored} bytes`]
      : []),
  ];
}

/** The text of a mail. Holds what the run's page shows to its owner. @internal */
export function textOf(run: Run, baseUrl: string): string {
  const { error } = run;
  const first = firstPruneOf(run).count > 0 ? firstPruneText(run, 100) : [];
  const lines = error
    ? [error.title, '', error.message, '', `What to do: ${error.hint}`]
    : first;
  return [
    ...lines,
    ...(lines.length > 0 ? [''] : []),
    ...factsOf(run),
    '',
    `${baseUrl.replace(/\/$/, '')}${linkOf(run)}`,
    '',
  ].join('\n');
}
