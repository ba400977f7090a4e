import type { LoggerService } from '@backstage/backend-plugin-api';
import type { CapabilityProfile, OwnerFile } from '@understudy/model';
import type { Knex } from 'knex';
import type { BackupStore } from '../database/backups/BackupStore';
import type { PlanProofsStore } from '../database/PlanProofsStore';
import type { PlanRetentionStore } from '../database/PlanRetentionStore';
import type { RunRow } from '../database/runs/RunRow';
import type { RunStore } from '../database/runs/RunStore';
import { databaseNow } from '../database/runs/values';
import { withLate } from './lateBackup';
import type { FromChild, Published, Rebuilt, Result } from './messages';
import type { PlanSource, RunEvents, WorkOrders } from './ports';
import { RebuildSession } from './RebuildSession';
import type { Aftercare } from './Aftercare';
import type { StatusWriter } from './StatusWriter';
import { runRequestSchema } from './requests';

/** How long one replica has for telling an end before another may. */
const TELLING_MS = 5 * 60_000;

/** Where it is: a copy says so, else the child, else it is the run's only one. */
const destinationOf = (row: RunRow, { destination, manifest }: Published) =>
  row.kind === 'copy'
    ? manifest.destination
    : destination ?? row.destination ?? manifest.destination;

/**
 * What a run brought: into the cache of backups, to the destinations' facts,
 * and to whoever wants to know.
 * @internal
 */
export class Outcomes {
  static create(options: {
    knex: Knex;
    runs: RunStore;
    backups: BackupStore;
    plans: PlanSource;
    orders: WorkOrders;
    events: RunEvents;
    status: StatusWriter;
    retention: PlanRetentionStore;
    proofs: PlanProofsStore;
    aftercare: Aftercare;
    logger: LoggerService;
  }): Outcomes {
    return new Outcomes(options);
  }

  private constructor(
    private readonly options: Parameters<typeof Outcomes.create>[0],
  ) {}

  async learned(
    destination: string,
    facts: { profile?: CapabilityProfile; owner?: OwnerFile },
  ): Promise<void> {
    const { profile, owner } = facts;
    await this.options.orders.learned(destination, {
      ...(profile ? { profile } : {}),
      ...(owner ? { owner } : {}),
    });
  }

  /** Takes what a rebuild finds, from its first batch to its end. */
  rebuilding(row: RunRow): RebuildSession {
    const request = runRequestSchema.parse(JSON.parse(row.request));
    return RebuildSession.create({
      ...this.options,
      destination: row.destination ?? '',
      dryRun: request.kind === 'rebuild' && request.dryRun,
    });
  }

  /** The tombstone is about to be written: it counts no more. */
  async deleting(row: RunRow, backup?: string): Promise<void> {
    const request = runRequestSchema.parse(JSON.parse(row.request));
    const id = request.kind === 'delete' ? request.backupId : backup;
    if (id === undefined) return;
    await this.options.backups.setDeleting(id, true);
    this.options.events.changed('backups');
  }

  async published(row: RunRow, backup: Published): Promise<void> {
    const { backups, plans } = this.options;
    const { manifest } = backup;
    const copy = row.kind === 'copy';
    const taker = copy ? await plans.get(manifest.plan) : undefined;
    await backups.upsertFromManifest({
      ...backup,
      // A copy is somewhere else, and may be somebody else's.
      destination: destinationOf(row, backup),
      ownerRef: taker ? taker.ownerRef : row.owner_ref,
    });
  }

  /** Copies, one by one: each is known before its original goes. */
  async copied(row: RunRow, found: Rebuilt[]): Promise<void> {
    for (const { deleting: _d, lock: _l, proofs, ...backup } of found) {
      await this.published(row, backup);
      for (const proof of proofs) {
        await this.options.backups.setProof(backup.id, proof);
      }
    }
    this.options.events.changed('backups');
  }

  /**
   * A manifest that an attempt wrote after it was given up. The backup exists,
   * so history says so.
   */
  async foundLate(row: RunRow, backup: Published): Promise<void> {
    const { backups, knex, events, logger } = this.options;
    if (await backups.get(backup.id)) return;
    await this.published(row, backup);
    const before = await knex<RunRow>('runs')
      .where({ id: row.id })
      .whereIn('status', ['failed', 'partial'])
      .first('status', 'backups', 'details', 'error');
    if (!before) return;
    await knex('runs')
      .where({ id: row.id, status: before.status })
      .update(withLate(row, before, backup));
    logger.warn(`Run ${row.id} had published after it was given up`);
    events.changed('runs');
    events.changed('backups');
  }

  /** What stands in the bucket now, whatever became of the run. */
  async keep(
    row: RunRow,
    ending: Extract<FromChild, { type: 'done' | 'failed' }>,
  ): Promise<void> {
    const { backups, events } = this.options;
    const request = runRequestSchema.parse(JSON.parse(row.request));
    const { proofs } = ending.type === 'done' ? ending.result : ending;
    if (request.kind === 'verify' || request.kind === 'drill') {
      for (const proof of proofs) {
        await backups.setProof(request.backupId, proof);
        await this.options.proofs.record(
          { plan: row.plan, destination: row.destination ?? '' },
          proof,
        );
      }
    }
    if (ending.type === 'done') {
      for (const backup of ending.result.published) {
        await this.published(row, backup);
      }
      for (const id of ending.result.deleted) await backups.remove(id);
      for (const id of ending.result.intact) {
        await backups.setDeleting(id, false);
      }
      await this.#told(row, ending.result.result);
      if (request.kind === 'accept') {
        await this.#accepted(row, request.runId, ending.result);
      }
      const { published, deleted } = ending.result;
      const changed = published.map(backup => destinationOf(row, backup));
      if (row.destination && deleted.length > 0) changed.push(row.destination);
      for (const name of new Set(changed)) void this.options.status.write(name);
    }
    events.changed('backups');
  }

  /** What a dry run names is told when it ends; the next prune is a real one. */
  async #told(row: RunRow, result: Record<string, unknown> | null) {
    if (row.kind !== 'prune' || !result?.dryRun) return;
    const { retention } = this.options;
    await retention.setTold(row.plan, String(result.fingerprint));
  }

  /** The run that was held has its backup now, and says by which run. */
  async #accepted(row: RunRow, held: string, result: Result): Promise<void> {
    const { knex, backups } = this.options;
    const ids: string[] = await knex('backups')
      .where({ run_id: held })
      .orderBy('destination')
      .pluck('id');
    const backup = ids[0] && (await backups.get(ids[0]));
    if (!backup) return;
    const { missing } = result.details ?? {};
    const whole = backup.complete && missing === undefined;
    await knex('runs')
      .where({ id: held, status: 'failed' })
      .update({
        status: whole ? 'succeeded' : 'partial',
        error: result.problem ? JSON.stringify(result.problem) : null,
        backups: JSON.stringify(ids),
        details: JSON.stringify({
          acceptedBy: row.id,
          ...(missing === undefined ? {} : { missing }),
        }),
      });
  }

  /** After an attempt; tells the run's end where it is one. */
  async ended(runId: string, finished: boolean): Promise<void> {
    this.options.events.changed('runs');
    if (finished) await this.tell(runId);
  }

  /**
   * Tells an end. One replica at a time; who dies in between leaves it to
   * `tellForgotten`, so an end is told at least once.
   */
  async tell(runId: string): Promise<void> {
    const { knex, runs, events, aftercare, logger } = this.options;
    const mine = await knex('runs')
      .where({ id: runId })
      .whereNotNull('finished_at')
      .whereNull('announced_at')
      .where(open =>
        open
          .whereNull('announcing_at')
          .orWhereRaw('announcing_at + ? < ?', [TELLING_MS, databaseNow(knex)]),
      )
      .update({ announcing_at: databaseNow(knex) });
    if (mine === 0) return;
    const run = await runs.get(runId);
    if (!run) return;
    try {
      await aftercare.follow(run);
      await events.finished(run);
    } catch (error) {
      logger.error(`The end of run ${runId} was not told`, error as Error);
      return;
    }
    await knex('runs')
      .where({ id: runId })
      .update({ announced_at: databaseNow(knex) });
  }

  async tellForgotten(): Promise<void> {
    const { knex } = this.options;
    const ids: string[] = await knex('runs')
      .whereNotNull('finished_at')
      .whereNull('announced_at')
      .whereRaw('finished_at + 60000 < ?', [databaseNow(knex)])
      .limit(20)
      .pluck('id');
    for (const id of ids) await this.tell(id);
  }
}
