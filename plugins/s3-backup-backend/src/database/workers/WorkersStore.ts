import type { Knex } from 'knex';
import type { Progress, RunKind } from '@understudy/model';
import type { Millis } from '../runs/values';
import {
  databaseNow,
  parseJson,
  readDatabaseNow,
  toInstant,
} from '../runs/values';

/** Rows of workers that were killed are shown for a day. */
const DAY = 86_400_000;

/** What the process of a run uses, its tools included. @internal */
export interface Load {
  runId: string;
  /** Of one core since the last heartbeat; null where nobody can tell. */
  cpuPercent: number | null;
  memoryBytes: number | null;
}

/** What a worker says of itself at each heartbeat. @internal */
export interface Heartbeat {
  id: string;
  host: string;
  role: string;
  labels: string[];
  version: string;
  concurrency: number;
  leaseMs: number;
  draining: boolean;
  loads: Load[];
}

/** @internal */
export interface KnownWorker extends Omit<Heartbeat, 'loads'> {
  startedAt: string;
  seenAt: string;
  /** Nothing was heard of it for a whole lease. */
  lost: boolean;
  doing: Array<
    Omit<Load, 'runId'> & {
      runId: string;
      attempt: number;
      kind: RunKind;
      plan: string;
      planTitle: string | null;
      phase: Progress['phase'] | null;
      since: string;
    }
  >;
}

interface Row {
  id: string;
  host: string;
  role: string;
  labels: string;
  version: string;
  concurrency: number;
  lease_ms: Millis;
  started_at: Millis;
  seen_at: Millis;
  draining: boolean | number;
  loads: string;
}

/**
 * Who does runs: heartbeats, by the database's clock. What each does is what
 * attempts say, so that a lost worker's runs are told, too.
 * @internal
 */
export class WorkersStore {
  static create(options: { knex: Knex }): WorkersStore {
    return new WorkersStore(options.knex);
  }

  private constructor(private readonly knex: Knex) {}

  async beat(beat: Heartbeat): Promise<void> {
    await this.knex('workers')
      .insert({
        id: beat.id,
        host: beat.host,
        role: beat.role,
        labels: beat.labels.join(','),
        version: beat.version,
        concurrency: beat.concurrency,
        lease_ms: beat.leaseMs,
        started_at: databaseNow(this.knex),
        seen_at: databaseNow(this.knex),
        draining: beat.draining,
        loads: JSON.stringify(beat.loads),
      })
      .onConflict('id')
      .merge(['seen_at', 'draining', 'loads']);
  }

  /** It went as it should. */
  async leave(id: string): Promise<void> {
    await this.knex('workers').where({ id }).delete();
  }

  /** Those that were lost long ago. */
  async forget(): Promise<void> {
    const before = (await readDatabaseNow(this.knex)) - DAY;
    await this.knex('workers').where('seen_at', '<', before).delete();
  }

  async list(): Promise<KnownWorker[]> {
    const now = await readDatabaseNow(this.knex);
    const rows: Row[] = await this.knex('workers').orderBy('id');
    const running = await this.knex('attempts')
      .join('runs', 'runs.id', 'attempts.run_id')
      .whereNull('attempts.ended_at')
      .whereIn(
        'attempts.worker',
        rows.map(row => row.id),
      )
      .orderBy('attempts.started_at')
      .select(
        'attempts.worker',
        'attempts.n',
        'attempts.started_at',
        'runs.id',
        'runs.kind',
        'runs.plan',
        'runs.plan_title',
        'runs.progress',
      );
    return rows.map(row => {
      const loads = parseJson<Load[]>(row.loads, []);
      return {
        id: row.id,
        host: row.host,
        role: row.role,
        labels: row.labels ? row.labels.split(',') : [],
        version: row.version,
        concurrency: row.concurrency,
        leaseMs: Number(row.lease_ms),
        draining: Boolean(row.draining),
        startedAt: toInstant(row.started_at),
        seenAt: toInstant(row.seen_at),
        lost: Number(row.seen_at) + Number(row.lease_ms) < now,
        doing: running
          .filter(run => run.worker === row.id)
          .map(run => {
            const load = loads.find(one => one.runId === run.id);
            return {
              runId: run.id,
              attempt: run.n,
              kind: run.kind,
              plan: run.plan,
              planTitle: run.plan_title,
              phase:
                parseJson<Progress | null>(run.progress, null)?.phase ?? null,
              since: toInstant(run.started_at as Millis),
              cpuPercent: load?.cpuPercent ?? null,
              memoryBytes: load?.memoryBytes ?? null,
            };
          }),
      };
    });
  }
}
