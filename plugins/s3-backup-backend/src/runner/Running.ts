import { hostname } from 'node:os';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { DatabaseAttempts } from '../database/attempts/DatabaseAttempts';
import type { BackupStore } from '../database/backups/BackupStore';
import { DatabaseBackupStore } from '../database/backups/DatabaseBackupStore';
import { PlanProofsStore } from '../database/PlanProofsStore';
import { PlanRetentionStore } from '../database/PlanRetentionStore';
import { PlanStatesStore } from '../database/PlanStatesStore';
import type { ClaimLimits } from '../database/claims/claimable';
import { NO_LIMITS } from '../database/claims/claimable';
import { DestinationHolds } from '../database/claims/DestinationHolds';
import { DatabaseRunLog } from '../database/runLogs/DatabaseRunLog';
import { DatabaseRunStore } from '../database/runs/DatabaseRunStore';
import type { RunStore } from '../database/runs/RunStore';
import { isPostgres, readDatabaseNow } from '../database/runs/values';
import { DatabaseSlots } from '../database/slots/DatabaseSlots';
import { WorkersStore } from '../database/workers/WorkersStore';
import { ownVersion } from '../ownVersion';
import { DatabaseRunQueue } from '../queue/DatabaseRunQueue';
import { JobDesk } from '../queue/pgBoss/JobDesk';
import { PgBossRunQueue } from '../queue/pgBoss/PgBossRunQueue';
import { QUEUE_SCHEMA } from '../queue/pgBoss/schema';
import type { RunQueue } from '../queue/RunQueue';
import { RulesBook } from '../retention/rulesNow';
import type { Chores } from '../schedule/registerTasks';
import { Ticker } from '../schedule/Ticker';
import { PlanProofs } from '../proof/PlanProofs';
import { ProofClimber } from '../proof/ProofClimber';
import { Aftercare } from './Aftercare';
import { Breaker } from './Breaker';
import type { ChildOptions } from './ChildProcess';
import { Maintainer } from './Maintainer';
import type { FaultOf } from './OrderBuilder';
import { OrderBuilder } from './OrderBuilder';
import { Outcomes } from './Outcomes';
import type { PlanSource, RunEvents, Switches, WorkOrders } from './ports';
import { PruneOrders } from './PruneOrders';
import { Pulse } from './Pulse';
import { Reclaimer } from './Reclaimer';
import { StatusWriter } from './StatusWriter';
import { Sweeper } from './Sweeper';
import { Worker } from './Worker';

/** @internal */
export interface RunningOptions {
  knex: Knex;
  logger: LoggerService;
  plans: PlanSource;
  orders: WorkOrders;
  switches: Switches;
  /** Of plans that are gone and left none. */
  timeZone?: string;
  events: RunEvents;
  worker: {
    concurrency: number;
    leaseMs: number;
    labels?: string[];
    role?: string;
  };
  /** How long runs stay in history. Default: 400 days, and 50 of each plan. */
  history?: { days: number; perPlan: number };
  /** How many runs may run at a time, over all workers. Default: no limits. */
  limits?: ClaimLimits;
  /** Default: pg-boss on PostgreSQL, rows alone elsewhere. */
  queue?: { type: 'pg-boss' | 'database'; schema: string };
  /** For tests; no API and no configuration reaches these. */
  testing?: {
    fault?: FaultOf;
    pollMs?: number;
    graceMs?: number;
    child?: Pick<ChildOptions, 'entry' | 'execArgv'>;
    now?: () => Promise<number>;
  };
}

/**
 * Everything between a slot and a row of history, put together: queue, stores,
 * worker, and what is done by the clock.
 * @internal
 */
export class Running implements Chores {
  /** The tables must be there (`migrate`). Nothing runs before `start`. */
  static create(options: RunningOptions): Running {
    return new Running(options);
  }

  readonly queue: RunQueue;
  readonly book: RulesBook;
  readonly runs: RunStore;
  readonly backups: BackupStore;
  readonly worker: Worker;
  readonly workers: WorkersStore;
  readonly #pulse: Pulse;
  readonly #breaker: Breaker;
  readonly planProofs: PlanProofs;
  readonly #ticker: Ticker;
  readonly #reclaimer: Reclaimer;
  readonly #sweeper: Sweeper;
  readonly #maintainer: Maintainer;
  readonly #status: StatusWriter;
  readonly #desk: JobDesk | undefined;
  readonly #rows: DatabaseRunQueue;
  #draining = false;

  private constructor(options: RunningOptions) {
    const { knex, logger, plans, orders, switches, events, testing } = options;
    const onChange = () => events.changed('runs');
    const limits = options.limits ?? NO_LIMITS;
    const runs = DatabaseRunStore.create({ knex, limits });
    const backups = DatabaseBackupStore.create({ knex });
    const logs = DatabaseRunLog.create({ knex });
    const { type = 'pg-boss', schema = QUEUE_SCHEMA } = options.queue ?? {};
    const dispatch =
      isPostgres(knex) && type === 'pg-boss'
        ? JobDesk.create({
            knex,
            schema,
            logger,
            onWork: () => this.worker.wake(),
          })
        : undefined;
    const attempts = DatabaseAttempts.create({ knex, dispatch });
    const slots = DatabaseSlots.create({ knex });
    const rows = DatabaseRunQueue.create({
      knex,
      limits,
      dispatch,
      host: hostname(),
      onChange: () => {
        onChange();
        this.worker.wake();
      },
    });
    const queue = dispatch
      ? PgBossRunQueue.create({ knex, rows, desk: dispatch })
      : rows;
    this.#desk = dispatch;
    this.#rows = rows;
    const status = StatusWriter.create({
      plans,
      orders,
      switches,
      backups,
      logger,
    });
    const retention = PlanRetentionStore.create({ knex });
    const proofs = PlanProofsStore.create({ knex });
    const book = RulesBook.create({
      plans,
      states: PlanStatesStore.create({ knex }),
      retention,
      timeZone: options.timeZone ?? 'UTC',
    });
    this.planProofs = PlanProofs.create({ backups, proofs, orders });
    const climber = ProofClimber.create({
      plans,
      planProofs: this.planProofs,
      backups,
      runs,
      queue,
      switches,
      logger,
      now: testing?.now,
    });
    const aftercare = Aftercare.create({
      queue,
      runs,
      backups,
      book,
      orders,
      switches,
      logger,
    });
    const outcomes = Outcomes.create({
      retention,
      proofs,
      aftercare,
      knex,
      runs,
      backups,
      plans,
      orders,
      events,
      status,
      logger,
    });
    const holds = DestinationHolds.create({ knex });
    this.#breaker = Breaker.create({
      holds,
      orders,
      events,
      logger,
      onRelease: () => {
        onChange();
        this.worker.wake();
      },
    });
    const shared = { knex, attempts, logs, outcomes, orders, logger, onChange };
    this.queue = queue;
    this.book = book;
    this.runs = runs;
    this.backups = backups;
    this.worker = Worker.create({
      ...shared,
      breaker: this.#breaker,
      queue,
      builder: OrderBuilder.create({
        plans,
        orders,
        backups,
        proofs,
        pruning: PruneOrders.create({
          book,
          backups,
          switches,
          clock: () => readDatabaseNow(knex),
        }),
        fault: testing?.fault,
      }),
      ...options.worker,
      ...testing,
    });
    this.workers = WorkersStore.create({ knex });
    const { concurrency, leaseMs, labels = [], role = 'all' } = options.worker;
    this.#pulse = Pulse.create({
      worker: this.worker,
      store: this.workers,
      about: {
        host: hostname(),
        version: ownVersion(),
        concurrency,
        leaseMs,
        labels,
        role,
      },
      logger,
    });
    this.#ticker = Ticker.create({
      knex,
      holds,
      plans,
      switches,
      slots,
      queue,
      logger,
      onDue: () => {
        onChange();
        this.worker.wake();
      },
      onMissed: id => outcomes.ended(id, true),
      now: testing?.now,
    });
    this.#reclaimer = Reclaimer.create(shared);
    this.#sweeper = Sweeper.create({
      ...shared,
      switches,
      plans,
      backups,
    });
    this.#maintainer = Maintainer.create({
      ...shared,
      aftercare,
      climber,
      plans,
      slots,
      status,
      switches,
      workers: this.workers,
      history: options.history,
    });
    this.#status = status;
  }

  get isDraining(): boolean {
    return this.#draining;
  }

  /** Before anything is queued; `listen` where runs are worked on. */
  async open(listen: boolean): Promise<void> {
    await this.#desk?.start(listen);
  }

  start(): void {
    this.worker.start();
    this.#pulse.start();
  }

  /**
   * The one thing to do at shutdown: claims stop at once, runs may end until
   * the limit, and what is left goes back to the queue.
   */
  async stop(limitMs: number): Promise<void> {
    this.#draining = true;
    const drained = this.worker.stop(limitMs);
    const { isWorking } = this.#pulse;
    if (isWorking) this.#pulse.beat();
    await drained;
    if (isWorking) await this.#pulse.stop();
    await this.#desk?.stop();
  }

  tick(): Promise<void> {
    return this.#ticker.tick();
  }

  async reclaim(): Promise<void> {
    await this.#reclaimer.reclaim();
    await this.#breaker.probe();
    await this.#desk?.reconcile(this.#rows.claimable());
    await this.#sweeper.sweep();
  }

  maintain(): Promise<void> {
    return this.#maintainer.maintain();
  }

  /** After a change that outside watchers should see, e.g. of the switch. */
  writeStatus(): Promise<void> {
    return this.#status.writeAll();
  }
}
