import { NotFoundError } from '@backstage/errors';
import type { RunQuery } from '@understudy/backstage-plugin-s3-backup-common';
import type { Run, RunKind } from '@understudy/model';
import type { Knex } from 'knex';
import { DateTime } from 'luxon';
import type { ClaimLimits } from '../claims/claimable';
import { NO_LIMITS } from '../claims/claimable';
import { waitingReasons } from '../claims/waitingReasons';
import { DatabaseRunLog } from '../runLogs/DatabaseRunLog';
import { readCursor, writeCursor } from './cursor';
import type { AttemptRow, RunRow } from './RunRow';
import { toRun } from './RunRow';
import { applyRunQuery } from './runFilter';
import type { DayCount, Page, RowFilter, RunStore } from './RunStore';
import { fromInstant } from './values';

const ENDS = ['succeeded', 'partial', 'failed', 'missed', 'cancelled'] as const;

/** @internal */
export class DatabaseRunStore implements RunStore {
  static create(options: {
    knex: Knex;
    /** Those of claims, to say why a run waits. */
    limits?: ClaimLimits;
  }): DatabaseRunStore {
    return new DatabaseRunStore(options.knex, options.limits ?? NO_LIMITS);
  }

  readonly #logs: DatabaseRunLog;

  private constructor(
    private readonly knex: Knex,
    private readonly limits: ClaimLimits,
  ) {
    this.#logs = DatabaseRunLog.create({ knex });
  }

  async get(id: string): Promise<Run | undefined> {
    return (await this.getOwned(id))?.run;
  }

  async getOwned(
    id: string,
  ): Promise<{ run: Run; ownerRef: string | null } | undefined> {
    const row = await this.knex<RunRow>('runs').where({ id }).first();
    if (!row) return undefined;
    const [run] = await this.#complete([row]);
    return { run, ownerRef: row.owner_ref };
  }

  async list(
    query: Partial<RunQuery> & { limit: number },
    visible?: RowFilter,
  ): Promise<Page<Run>> {
    const select = this.knex<RunRow>('runs')
      .orderBy([
        { column: 'sorted_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(query.limit + 1);
    applyRunQuery(select, query);
    if (visible) select.where(visible);
    if (query.cursor) {
      const { at, id } = readCursor(query.cursor);
      select.whereRaw('(sorted_at, id) < (?, ?)', [at, id]);
    }
    const rows: RunRow[] = await select;
    const page = rows.slice(0, query.limit);
    const last = page[page.length - 1];
    return {
      items: await this.#complete(page),
      nextCursor:
        rows.length > query.limit
          ? writeCursor({ at: Number(last.sorted_at), id: last.id })
          : null,
    };
  }

  async log(id: string, offset: number, limit: number) {
    const known = await this.knex('runs').where({ id }).first('id');
    if (!known) throw new NotFoundError(`There is no run ${id}`);
    return this.#logs.read(id, offset, limit);
  }

  async last(
    plan: string,
    kinds: RunKind[] = ['backup'],
  ): Promise<Run | undefined> {
    const row = await this.knex<RunRow>('runs')
      .where({ plan })
      .whereIn('kind', kinds)
      .orderBy([
        { column: 'sorted_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .first();
    return row && (await this.#complete([row]))[0];
  }

  async running(visible?: RowFilter): Promise<Run[]> {
    const select = this.knex<RunRow>('runs')
      .where({ status: 'running' })
      .orderBy('started_at', 'desc')
      .limit(100);
    if (visible) select.where(visible);
    return this.#complete(await select);
  }

  async endedSince(since: string, visible?: RowFilter) {
    const select = this.knex('runs')
      .where('finished_at', '>=', fromInstant(since))
      .groupBy('status')
      .select('status')
      .sum({ n: 'count' });
    select.whereNot({ status: 'missed' });
    if (visible) select.where(visible);
    const counts = {
      succeeded: 0,
      partial: 0,
      failed: 0,
      missed: 0,
      cancelled: 0,
    };
    for (const row of (await select) as { status: string; n: unknown }[]) {
      if (row.status in counts)
        counts[row.status as keyof typeof counts] = Number(row.n);
    }
    const slots = await this.#missedSlots(fromInstant(since), { visible });
    return { ...counts, missed: slots.length };
  }

  async days(options: {
    plan?: string;
    days: number;
    timeZone: string;
    visible?: RowFilter;
  }): Promise<DayCount[]> {
    const today = DateTime.now().setZone(options.timeZone).startOf('day');
    const first = today.minus({ days: options.days - 1 });
    const counts = new Map<string, DayCount>();
    for (let n = 0; n < options.days; n += 1) {
      const date = first.plus({ days: n }).toISODate() as string;
      counts.set(date, {
        date,
        ...{ succeeded: 0, partial: 0, failed: 0, missed: 0, cancelled: 0 },
      });
    }
    const select = this.knex('runs')
      .where({ kind: 'backup' })
      .whereIn('status', ['succeeded', 'partial', 'failed', 'cancelled'])
      .where('sorted_at', '>=', first.toMillis())
      .select('status', 'sorted_at');
    if (options.plan) select.where({ plan: options.plan });
    if (options.visible) select.where(options.visible);
    const add = (at: number, status: (typeof ENDS)[number]) => {
      const date = DateTime.fromMillis(at, { zone: options.timeZone });
      const day = counts.get(date.toISODate() ?? '');
      if (day) day[status] += 1;
    };
    for (const row of await select) add(Number(row.sorted_at), row.status);
    const missed = await this.#missedSlots(first.toMillis(), options);
    for (const slot of missed) add(slot, 'missed');
    return [...counts.values()];
  }

  /** A streak is one row of history, but each of its slots has a day. */
  async #missedSlots(
    since: number,
    { plan, visible }: { plan?: string; visible?: RowFilter },
  ): Promise<number[]> {
    const runs = this.knex('runs').where({ status: 'missed' }).select('id');
    if (plan) runs.where({ plan });
    if (visible) runs.where(visible);
    const slots = await this.knex('slots')
      .where('slot', '>=', since)
      .whereIn('run_id', runs)
      .pluck('slot');
    return slots.map(Number);
  }

  async usualSeconds(plan: string, kind: RunKind): Promise<number | null> {
    const rows = await this.knex('runs')
      .where({ plan, kind })
      .whereIn('status', ['succeeded', 'partial'])
      .whereNotNull('started_at')
      .orderBy('sorted_at', 'desc')
      .limit(5)
      .select('started_at', 'finished_at');
    if (rows.length < 3) return null;
    const seconds = rows
      .map(row => (Number(row.finished_at) - Number(row.started_at)) / 1000)
      .sort((a, b) => a - b);
    return seconds[Math.floor(seconds.length / 2)];
  }

  async setOwner(plan: string, ownerRef: string | null): Promise<void> {
    await this.knex('runs').where({ plan }).update({ owner_ref: ownerRef });
  }

  /** Adds attempts, the reason to wait and the usual duration: three reads a page. */
  async #complete(rows: RunRow[]): Promise<Run[]> {
    if (rows.length === 0) return [];
    const attempts = await this.knex<AttemptRow>('attempts')
      .whereIn(
        'run_id',
        rows.map(row => row.id),
      )
      .orderBy('n');
    const waitsFor = await waitingReasons(this.knex, rows, this.limits);
    const usual = new Map<string, number | null>();
    for (const { plan, kind } of rows) {
      const key = `${kind} ${plan}`;
      if (!usual.has(key)) usual.set(key, await this.usualSeconds(plan, kind));
    }
    const now = Date.now();
    return rows.map(row =>
      toRun(row, {
        attempts: attempts.filter(attempt => attempt.run_id === row.id),
        waitsFor: waitsFor(row),
        usualSeconds: usual.get(`${row.kind} ${row.plan}`) ?? null,
        now,
      }),
    );
  }
}
