import type { LoggerService } from '@backstage/backend-plugin-api';
import { connectionFor, Run } from '@understudy/model';
import type { BackupStore, KnownBackup } from '../database/backups/BackupStore';
import type { RunStore } from '../database/runs/RunStore';
import { AFTERWARDS } from '../queue/priority';
import type { RunQueue } from '../queue/RunQueue';
import type { RulesBook } from '../retention/rulesNow';
import type { Switches, WorkOrders } from './ports';

/** Who asked, in history. @internal */
export const RETENTION = 'retention';

/** A good backup somewhere, though a destination may lack it. */
const hasWhole = ({ status, details }: Run) =>
  status === 'succeeded' ||
  (status === 'partial' && details.gaps === undefined && !!details.missing);

/**
 * What follows a success: the new backup is read back where its plan keeps
 * old ones until then, and then old ones may go. Each is a run of its own, so
 * that history says what was done and why.
 * @internal
 */
export class Aftercare {
  static create(options: {
    queue: RunQueue;
    runs: RunStore;
    backups: BackupStore;
    book: RulesBook;
    orders: WorkOrders;
    switches: Switches;
    logger: LoggerService;
  }): Aftercare {
    return new Aftercare(options);
  }

  private constructor(
    private readonly options: Parameters<typeof Aftercare.create>[0],
  ) {}

  /** Told at least once of each end; a further run of the same does no harm. */
  async follow(run: Run): Promise<void> {
    if (!hasWhole(run) || !(await this.#mayPrune())) return;
    if (run.kind === 'backup') await this.#afterBackup(run);
    const ours = run.trigger.type === 'service' && run.trigger.by === RETENTION;
    if (run.kind === 'verify' && ours) {
      await this.#prune(run.plan, run.destination);
    }
  }

  /** Orphans that follow their last rules, once a day. */
  async pruneOrphans(): Promise<void> {
    const { book, backups, runs } = this.options;
    if (!(await this.#mayPrune())) return;
    const rulesOf = await book.read();
    for (const { plan, destination } of await backups.places()) {
      const { orphaned, followed } = rulesOf(plan);
      if (!orphaned || !followed) continue;
      const since = new Date(Date.now() - 86_400_000).toISOString();
      const { items } = await runs.list({
        plan: [plan],
        destination: [destination],
        kind: ['prune'],
        from: since,
        limit: 1,
      });
      if (items.length === 0) await this.#prune(plan, destination);
    }
  }

  /** A portal that was restored deletes nothing by what it lacks: promise 11. */
  async #mayPrune(): Promise<boolean> {
    return !(await this.options.switches.automaticBackup()).recovered;
  }

  async #afterBackup(run: Run): Promise<void> {
    const { backups, book } = this.options;
    const { rules } = await book.of(run.plan);
    if (!rules) return;
    for (const id of run.backups) {
      const backup = await backups.get(id);
      if (!backup) continue;
      const read = backup.proof.rung !== 'stored';
      const { destination } = backup;
      const readable = !(await this.#appendsOnly('write', destination));
      if (rules.keepUntilProven && !read && readable)
        await this.#verify(backup);
      else await this.#prune(run.plan, backup.destination);
    }
  }

  /** Nothing follows there: nobody may read, or delete. */
  async #appendsOnly(
    use: 'write' | 'prune',
    destination: string,
  ): Promise<boolean> {
    try {
      const { connection } = await this.options.orders.destination(destination);
      return connectionFor(connection, use).appendOnly === true;
    } catch {
      // The run that follows says what is wrong with it.
      return false;
    }
  }

  async #verify(backup: KnownBackup): Promise<void> {
    await this.#enqueue('verify', backup.plan, backup.destination, backup, {
      kind: 'verify',
      backupId: backup.id,
      folder: backup.folder,
      to: 'read',
    });
  }

  async #prune(plan: string, destination: string | null): Promise<void> {
    if (!destination) return;
    const { backups, book } = this.options;
    const { rules, orphaned, followed } = await book.of(plan);
    if (!rules || (orphaned && !followed)) return;
    if (await this.#appendsOnly('prune', destination)) return;
    const { items } = await backups.list({
      plan: [plan],
      destination: [destination],
      limit: 1,
    });
    if (!items[0]) return;
    const request = { kind: 'prune' as const };
    await this.#enqueue('prune', plan, destination, items[0], request);
  }

  async #enqueue(
    kind: 'verify' | 'prune',
    plan: string,
    destination: string,
    of: KnownBackup,
    request: Parameters<RunQueue['enqueue']>[0]['request'],
  ): Promise<void> {
    const { queue, runs, logger } = this.options;
    const waiting = await runs.list({
      plan: [plan],
      destination: [destination],
      kind: [kind],
      status: ['queued'],
      limit: 1,
    });
    if (kind === 'prune' && waiting.items.length > 0) return;
    const run = await queue.enqueue({
      kind,
      plan,
      planTitle: null,
      entityRef: of.entityRef,
      ownerRef: of.ownerRef,
      trigger: { type: 'service', by: RETENTION },
      destination,
      request,
      priority: AFTERWARDS,
    });
    logger.debug(`Run ${run.id} (${kind} of ${plan}) follows`);
  }
}
