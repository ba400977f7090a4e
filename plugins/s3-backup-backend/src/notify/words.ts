import type { Run } from '@understudy/model';

const VERBS: Partial<Record<Run['kind'], string>> = {
  backup: 'Backup',
  restore: 'Restore',
  verify: 'Verification',
  delete: 'Deletion of a backup',
};

/** Told of a run: that it went wrong, works again, or went well. @internal */
export type Occasion = 'failure' | 'recovery' | 'success';

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

/** @internal */
export function titleOf(run: Run, occasion: Occasion): string {
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
  const lines = error
    ? [error.title, '', error.message, '', `What to do: ${error.hint}`]
    : [];
  return [
    ...lines,
    ...(lines.length > 0 ? [''] : []),
    ...factsOf(run),
    '',
    `${baseUrl.replace(/\/$/, '')}${linkOf(run)}`,
    '',
  ].join('\n');
}
