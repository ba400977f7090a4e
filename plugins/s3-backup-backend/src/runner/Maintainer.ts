import { openBucket, sweepUnknown } from '@understudy/engine';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { connectionFor, UnderstudyError } from '@understudy/model';
import type { DatabaseAttempts } from '../database/attempts/DatabaseAttempts';
import type { Knex } from 'knex';
import { trimHistory } from '../database/runs/trimHistory';
import type { DatabaseSlots } from '../database/slots/DatabaseSlots';
import type { WorkersStore } from '../database/workers/WorkersStore';
import type { ProofClimber } from '../proof/ProofClimber';
import type { Aftercare } from './Aftercare';
import type { PlanSource, Switches, WorkOrders } from './ports';
import type { StatusWriter } from './StatusWriter';
import { sweepCheckUps } from '../checkUps/sweepCheckUps';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const KEPT_SLOTS = 400 * DAY;
const HISTORY = { days: 400, perPlan: 50 };
/** Runs that leave history at one turn, so that a turn stays short. */
const RUNS_A_TURN = 20_000;

/**
 * What is seldom to be done, by one replica: intents that no row knows after a
 * day, what killed check-ups left, slots of long ago, `status.json`.
 * @internal
 */
export class Maintainer {
  static create(options: {
    knex: Knex;
    plans: PlanSource;
    orders: WorkOrders;
    attempts: DatabaseAttempts;
    slots: DatabaseSlots;
    status: StatusWriter;
    switches: Switches;
    aftercare: Aftercare;
    workers: WorkersStore;
    history?: { days: number; perPlan: number };
    climber: ProofClimber;
    logger: LoggerService;
  }): Maintainer {
    return new Maintainer(options);
  }

  private constructor(
    private readonly options: Parameters<typeof Maintainer.create>[0],
  ) {}

  async maintain(): Promise<void> {
    const { plans, slots, status, switches, aftercare, climber, logger } =
      this.options;
    const { recovered } = await switches.automaticBackup();
    await slots.forget(Date.now() - KEPT_SLOTS);
    await this.#endHistory();
    const names = new Set(
      (await plans.list()).flatMap(plan => plan.destinations),
    );
    for (const name of names) {
      try {
        // Nothing is deleted by what an old copy of the database lacks.
        if (!recovered) await this.#sweep(name);
      } catch (error) {
        logger.warn(
          `Destination ${name} could not be swept: ${
            UnderstudyError.from(error).message
          }`,
        );
      }
      await status.write(name);
    }
    await aftercare.pruneOrphans();
    await climber.round();
  }

  async #endHistory(): Promise<void> {
    const { knex, workers, history = HISTORY, logger } = this.options;
    try {
      await workers.forget();
      await trimHistory(knex, {
        before: Date.now() - history.days * DAY,
        perPlan: history.perPlan,
        atMost: RUNS_A_TURN,
      });
    } catch (error) {
      logger.warn('History could not be shortened', error as Error);
    }
  }

  async #sweep(name: string): Promise<void> {
    const { orders, attempts, logger } = this.options;
    const { connection, profile, owner } = await orders.destination(name);
    if (!owner) return;
    const bucket = openBucket(connectionFor(connection, 'prune'), { profile });
    try {
      await sweepCheckUps(bucket, new Date(Date.now() - HOUR));
      await sweepUnknown(bucket, {
        owner,
        olderThan: new Date(Date.now() - DAY),
        knows: async (runId, n) =>
          (await attempts.find(runId, n)) !== undefined,
        log: (level, text) => logger[level](text),
      });
    } finally {
      bucket.close();
    }
  }
}
