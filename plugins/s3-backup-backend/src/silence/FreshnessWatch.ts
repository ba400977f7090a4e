import type { LoggerService } from '@backstage/backend-plugin-api';
import type { PlanCatalogue } from '../catalogue/PlanCatalogue';
import type { PortalSettings } from '../catalogue/PortalSettings';
import type { BackupStore } from '../database/backups/BackupStore';
import type { FreshnessStore } from '../database/FreshnessStore';
import { fromInstant } from '../database/runs/values';
import type { PortalTeller } from '../notify/PortalTeller';
import { judgeFreshness } from './judgeFreshness';

/** A plan that people are told of. @internal */
export interface Stale {
  plan: string;
  title: string;
  ownerRef: string | null;
  /** End of the newest good backup, or null where there is none. */
  lastGoodAt: string | null;
  /** Milliseconds. */
  limit: number;
}

/**
 * Watches that each plan has a fresh backup, whatever the reason why it has
 * none: silence alarms, too. Of many plans one message tells.
 * @internal
 */
export class FreshnessWatch {
  static create(options: {
    plans: PlanCatalogue;
    settings: PortalSettings;
    backups: BackupStore;
    store: FreshnessStore;
    teller: PortalTeller;
    logger: LoggerService;
  }): FreshnessWatch {
    return new FreshnessWatch(options);
  }

  private constructor(
    private readonly options: Parameters<typeof FreshnessWatch.create>[0],
  ) {}

  async look(now: number = Date.now()): Promise<void> {
    const { plans, settings, backups, store, teller } = this.options;
    const [known, lastGood, automatic] = await Promise.all([
      plans.list(),
      backups.lastGoodOfAll(),
      settings.automaticBackup(),
    ]);
    const before = await store.all();
    const stale: Stale[] = [];
    const reminders: Stale[] = [];
    const fresh: Stale[] = [];
    for (const plan of known) {
      const told = before.get(plan.name);
      if (!told) {
        await store.begin(plan.name, fromInstant(plan.createdAt) ?? now);
        continue;
      }
      // Where one destination fell behind, it is the one that counts.
      const goodAt =
        (lastGood.get(plan.name) ?? [])
          .map(({ finishedAt }) => finishedAt)
          .sort()[0] ?? null;
      const telling = judgeFreshness({
        plan,
        told,
        lastGood: fromInstant(goodAt),
        automatic: automatic.enabled,
        now,
      });
      if (telling === null) continue;
      const toldAt = telling === 'fresh-again' ? null : now;
      if (!(await store.mark(plan.name, told.toldAt, toldAt))) continue;
      const list = { stale, reminder: reminders, 'fresh-again': fresh }[
        telling
      ];
      list.push({
        plan: plan.name,
        title: plan.title ?? plan.name,
        ownerRef: plan.ownerRef,
        lastGoodAt: goodAt,
        limit: plan.freshness ?? 0,
      });
    }
    await store.keep(known.map(({ name }) => name));
    await teller.stale([...stale, ...reminders], stale.length === 0);
    await teller.freshAgain(fresh);
  }
}
