import type { Status } from '@understudy/backstage-plugin-s3-backup-common';
import type { Knex } from 'knex';
import { NO_LIMITS, whereClaimable } from '../database/claims/claimable';
import { DestinationHolds } from '../database/claims/DestinationHolds';
import { databaseNowPlus, readDatabaseNow } from '../database/runs/values';
import type { SettingsStore } from '../database/SettingsStore';

type Trouble = Status['troubles'][number];

const TICK = 'tick';
/** Often enough for three minutes, seldom enough for the database. */
const NOTED_MS = 30_000;
const SILENT_MS = 3 * 60_000;
const WAITED_MS = 5 * 60_000;

/**
 * What keeps everything from running, by what can be seen in the database: no
 * tick for minutes, runs that no worker takes, destinations that are down.
 * @internal
 */
export class Troubles {
  readonly #startedAt = Date.now();
  #notedAt = 0;

  static create(options: { knex: Knex; store: SettingsStore }): Troubles {
    return new Troubles(options.knex, options.store);
  }

  private constructor(
    private readonly knex: Knex,
    private readonly store: SettingsStore,
  ) {}

  /** A tick came to its end. */
  async ticked(now: number = Date.now()): Promise<void> {
    if (now - this.#notedAt < NOTED_MS) return;
    await this.store.set(TICK, {}, null);
    this.#notedAt = now;
  }

  async list(now: number = Date.now()): Promise<Trouble[]> {
    const found = await Promise.all([
      this.#tick(now),
      this.#workers(),
      this.#destinations(),
    ]);
    return found.flat();
  }

  async #tick(now: number): Promise<Trouble[]> {
    const last = (await this.store.get(TICK))?.updatedAt;
    const since = last ? Date.parse(last) : this.#startedAt;
    if (now - since < SILENT_MS) return [];
    const at = new Date(since).toISOString();
    return [{ code: 'no-tick', since: at, runs: 0, destination: null }];
  }

  /** Runs that could be taken for minutes, while nobody is at work at all. */
  async #workers(): Promise<Trouble[]> {
    const { knex } = this;
    const waiting = knex('runs').where(
      'runs.not_before',
      '<',
      databaseNowPlus(knex, -WAITED_MS),
    );
    whereClaimable(waiting, knex, NO_LIMITS);
    const [row] = await waiting
      .count({ n: '*' })
      .min({ since: 'runs.not_before' });
    const runs = Number(row.n);
    if (runs === 0) return [];
    const live = await knex('attempts').whereNull('ended_at').first('run_id');
    if (live) return [];
    const since = new Date(Number(row.since)).toISOString();
    return [{ code: 'no-worker', since, runs, destination: null }];
  }

  async #destinations(): Promise<Trouble[]> {
    const { knex } = this;
    const holds = await DestinationHolds.create({ knex }).list();
    if (holds.length === 0) return [];
    const now = await readDatabaseNow(knex);
    const counts: { destination: string; n: number | string }[] = await knex(
      'runs',
    )
      .where({ status: 'queued' })
      .where('not_before', '<=', now)
      .groupBy('destination')
      .select('destination')
      .count({ n: '*' });
    return holds.map(({ destination, since }) => ({
      code: 'destination-down' as const,
      since,
      destination,
      runs: Number(
        counts.find(each => each.destination === destination)?.n ?? 0,
      ),
    }));
  }
}
