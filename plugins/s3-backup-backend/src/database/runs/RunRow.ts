import type { Attempt, Problem, Progress, Run } from '@understudy/model';
import type { WaitingFor } from '../claims/waitingReasons';
import type { Millis } from './values';
import { parseJson, toInstant, toNumber } from './values';

/** A row of `runs`, as it is read. @internal */
export interface RunRow {
  id: string;
  kind: Run['kind'];
  plan: string;
  plan_title: string | null;
  entity_ref: string | null;
  owner_ref: string | null;
  destination: string | null;
  source_host: string | null;
  /** JSON array, where there are more than one. */
  destinations: string | null;
  trigger_type: Run['trigger']['type'];
  trigger_by: string | null;
  slot: Millis | null;
  status: Run['status'];
  lane: string | null;
  request: string;
  priority: number;
  /** Of workers that may take it, sorted, with commas between; empty: any. */
  labels: string;
  attempt: number;
  attempts_allowed: number;
  backoff_ms: Millis;
  time_limit_ms: Millis;
  stall_limit_ms: Millis;
  not_before: Millis;
  created_at: Millis;
  sorted_at: Millis;
  started_at: Millis | null;
  finished_at: Millis | null;
  folder: string | null;
  cancel_requested_at: Millis | null;
  cancel_by: string | null;
  bytes_read: Millis | null;
  bytes_stored: Millis | null;
  progress: string | null;
  waits_for: string | null;
  error: string | null;
  also: string;
  details: string;
  result: string | null;
  backups: string;
  missed_reason: string | null;
  count: number;
  first_slot: Millis | null;
  last_slot: Millis | null;
}

/** A row of `attempts`, as it is read. @internal */
export interface AttemptRow {
  run_id: string;
  n: number;
  worker: string;
  host: string;
  started_at: Millis;
  ended_at: Millis | null;
  lease_until: Millis;
  lease_ms: Millis;
  publishing_at: Millis | null;
  outcome: Attempt['outcome'];
  error: string | null;
  phases: string;
  swept_at: Millis | null;
}

/** What a row alone does not say. @internal */
export interface RunSurroundings {
  attempts: AttemptRow[];
  /** What keeps it where it is due: see `waitingReasons`. */
  waitsFor: WaitingFor;
  usualSeconds: number | null;
  now: number;
}

/** Names of all destinations of a run. @internal */
export function destinationsOf(
  row: Pick<RunRow, 'destination' | 'destinations'>,
): string[] {
  const several = parseJson<string[] | null>(row.destinations, null);
  return several ?? (row.destination === null ? [] : [row.destination]);
}

/** @internal */
export function toAttempt(row: AttemptRow): Attempt {
  return {
    n: row.n,
    worker: row.worker,
    startedAt: toInstant(row.started_at),
    endedAt: toInstant(row.ended_at),
    outcome: row.outcome,
    error: parseJson<Problem | null>(row.error, null),
    phases: parseJson<Attempt['phases']>(row.phases, []),
  };
}

/**
 * Why a queued run does not run yet. Derived when read, so that it is never
 * out of date.
 */
function waitingOf(row: RunRow, around: RunSurroundings): Run['waiting'] {
  if (row.status !== 'queued') return null;
  if (Number(row.not_before) > around.now) {
    const last = around.attempts[around.attempts.length - 1];
    return {
      reason: row.attempt > 0 ? 'retry' : 'start',
      since: toInstant(last?.ended_at ?? row.created_at),
    };
  }
  const since = toInstant(
    Math.max(Number(row.created_at), Number(row.not_before)),
  );
  return { reason: around.waitsFor, since };
}

/** @internal */
export function toRun(row: RunRow, around: RunSurroundings): Run {
  const retryAt =
    row.status === 'queued' && row.attempt > 0
      ? { retryAt: toInstant(row.not_before) }
      : {};
  return {
    id: row.id,
    kind: row.kind,
    plan: row.plan,
    planTitle: row.plan_title,
    entityRef: row.entity_ref,
    destination: row.destination,
    destinations: destinationsOf(row),
    trigger: { type: row.trigger_type, by: row.trigger_by },
    slot: toInstant(row.slot),
    status: row.status,
    waiting: waitingOf(row, around),
    cancelling: row.status === 'running' && row.cancel_requested_at !== null,
    createdAt: toInstant(row.created_at),
    startedAt: toInstant(row.started_at),
    finishedAt: toInstant(row.finished_at),
    bytesRead: toNumber(row.bytes_read),
    bytesStored: toNumber(row.bytes_stored),
    progress:
      row.status === 'running'
        ? parseJson<Progress | null>(row.progress, null)
        : null,
    attempts: around.attempts.map(toAttempt),
    error: parseJson<Problem | null>(row.error, null),
    also: parseJson<Problem[]>(row.also, []),
    details: {
      ...parseJson<Record<string, unknown>>(row.details, {}),
      ...(row.missed_reason ? { reason: row.missed_reason } : {}),
      ...retryAt,
    },
    backups: parseJson<string[]>(row.backups, []),
    result: parseJson<Record<string, unknown> | null>(row.result, null),
    usualSeconds: around.usualSeconds,
    count: row.count,
    firstSlot: toInstant(row.first_slot),
    lastSlot: toInstant(row.last_slot),
  };
}
