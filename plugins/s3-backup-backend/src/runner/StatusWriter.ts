import type { LoggerService } from '@backstage/backend-plugin-api';
import { openBucket, writeStatusFile } from '@understudy/engine';
import { UnderstudyError } from '@understudy/model';
import type { BackupStore } from '../database/backups/BackupStore';
import type { PlanSource, Switches, WorkOrders } from './ports';

/**
 * Keeps `status.json` of each destination: how fresh its plans are, for
 * watchers that ask the bucket because the portal may be gone. What fails here
 * fails nothing else.
 * @internal
 */
export class StatusWriter {
  static create(options: {
    plans: PlanSource;
    orders: WorkOrders;
    switches: Switches;
    backups: BackupStore;
    logger: LoggerService;
  }): StatusWriter {
    return new StatusWriter(options);
  }

  private constructor(
    private readonly options: Parameters<typeof StatusWriter.create>[0],
  ) {}

  async writeAll(): Promise<void> {
    const plans = await this.options.plans.list();
    const names = new Set(plans.flatMap(plan => plan.destinations));
    for (const name of names) await this.write(name);
  }

  async write(destination: string): Promise<void> {
    try {
      await this.#write(destination);
    } catch (error) {
      this.options.logger.warn(
        `status.json of ${destination} could not be written: ${
          UnderstudyError.from(error).message
        }`,
      );
    }
  }

  async #write(destination: string): Promise<void> {
    const { plans, orders, switches, backups } = this.options;
    const known = await orders.destination(destination);
    // The prefix is not ours before the first run has claimed it.
    if (!known.owner) return;
    const { enabled, recovered } = await switches.automaticBackup();
    const entries = [];
    for (const plan of await plans.list()) {
      if (plan.destinations.includes(destination)) {
        const good = await backups.lastGood(plan.name, destination);
        entries.push({
          name: plan.name,
          entityRef: plan.entityRef ?? null,
          freshness: plan.freshness ?? null,
          newestGood: good
            ? {
                id: good.id,
                finishedAt: good.finishedAt,
                bytesStored: good.bytesStored,
              }
            : null,
        });
      }
    }
    const bucket = openBucket(known.connection, { profile: known.profile });
    try {
      await writeStatusFile(bucket, {
        format: 'understudy/status',
        at: new Date().toISOString(),
        automaticBackup: enabled && !recovered,
        plans: entries,
      });
    } finally {
      bucket.close();
    }
  }
}
