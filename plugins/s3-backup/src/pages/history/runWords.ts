import { Run } from '@understudy/backstage-plugin-s3-backup-common';
import { problemTitle } from '../../components/problemWords';
import { between, formatDuration } from '../../format/durations';
import { entityName } from '../../format/names';
import { runLook } from '../../format/status';
import { Times } from '../../live/useTimes';
import { T } from '../../translation';
import { missingOf, reached } from './missing';

/** How a run is named in a list. */
export const runName = (run: Run) => run.planTitle ?? run.plan;

/** Who or what started it. */
export function triggerText(t: T, run: Run): string {
  const { type, by } = run.trigger;
  if (type === 'user') return by ? entityName(by) : t('history.trigger.user');
  // What follows a success by itself, as the backend names it.
  if (by === 'retention') return t('retention.title');
  return t(`history.trigger.${type}`);
}

const WAITING = [
  'destination-down',
  'plan-busy',
  'limit-destination',
  'limit-source-host',
  'limit-running',
  'retry',
  'start',
  'worker',
] as const;
const MISSED = [
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

/** Why a queued run waits. What is not known here is said as it came. */
export function waitingText(t: T, reason: string): string {
  const known = WAITING.find(each => each === reason);
  return known ? t(`run.waitsFor.${known}`) : reason;
}

/** Why a slot did not run. */
export function missedText(t: T, reason: unknown): string | undefined {
  const known = MISSED.find(each => each === reason);
  return known && t(`run.missed.${known}`);
}

/** The line below a status: the phase, the reason, or the error's title. */
export function statusNote(t: T, times: Times, run: Run): string | undefined {
  const look = runLook(run);
  if (look === 'queued') {
    return run.waiting ? waitingText(t, run.waiting.reason) : undefined;
  }
  if (look === 'running' && run.progress) {
    return t(`run.phase.${run.progress.phase}`);
  }
  if (look === 'missed' && run.count === 1) {
    return missedText(t, run.details.reason);
  }
  if (look === 'missed' && run.count > 1 && run.firstSlot && run.lastSlot) {
    const why = missedText(t, run.details.reason);
    const slots = t('history.missedMany', {
      n: times.count(run.count),
      from: times.full(run.firstSlot),
      to: times.full(run.lastSlot),
    });
    return why ? `${slots}: ${why}` : slots;
  }
  if (missingOf(run).length > 0) return t('run.reached', reached(run));
  if (run.kind === 'prune' && run.result?.dryRun && !run.error) {
    return t('run.pruneDryCount', {
      count: Number(run.result.leavingTotal),
      bytes: times.bytes(Number(run.result.bytesLeaving)),
    });
  }
  if (run.kind === 'copy' && run.details.stay) {
    return t('run.copyStay', { n: times.count(Number(run.details.stay)) });
  }
  return run.error ? problemTitle(t, run.error) : undefined;
}

/** Kind, entity and number of attempts: the line below a run's name. */
export function runNote(t: T, times: Times, run: Run): string {
  return [
    t(`kind.${run.kind}`),
    run.entityRef ? entityName(run.entityRef) : t('common.portal'),
    run.attempts.length > 1 &&
      t('history.attempts', { n: times.count(run.attempts.length) }),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** What is usual, said only where a run took more than twice as long. */
export function usualNote(t: T, run: Run, now: number): string | undefined {
  const took = between(run.startedAt, run.finishedAt ?? now);
  if (!took || !run.usualSeconds) return undefined;
  const usual = run.usualSeconds * 1000;
  return took > 2 * usual
    ? t('history.usual', { time: formatDuration(usual) })
    : undefined;
}

/** Before and after packing, as far as it is known. */
export function readStored(t: T, times: Times, run: Run): string | undefined {
  if (run.bytesRead === null && run.bytesStored === null) return undefined;
  const side = (bytes: number | null) =>
    bytes === null ? '–' : times.bytes(bytes);
  return t('common.sizePair', {
    before: side(run.bytesRead),
    after: side(run.bytesStored),
  });
}

/** Whether it can still be cancelled. */
export const isOpen = (run: Run) =>
  (run.status === 'queued' || run.status === 'running') && !run.cancelling;

/** Whether it still changes. */
export const isLive = (run: Run) =>
  run.status === 'queued' || run.status === 'running';
