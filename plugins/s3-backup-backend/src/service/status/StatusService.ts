import type {
  EntityStatus,
  PlanStatus,
  Status,
} from '@understudy/backstage-plugin-s3-backup-common';
import type { DestinationCatalogue } from '../../catalogue/DestinationCatalogue';
import type { PlanCatalogue } from '../../catalogue/PlanCatalogue';
import type { PortalSettings } from '../../catalogue/PortalSettings';
import type { BackupStore } from '../../database/backups/BackupStore';
import type { RowFilter, RunStore } from '../../database/runs/RunStore';
import type { Troubles } from '../../silence/Troubles';
import type { CallOptions } from '../caller';
import { dayState } from '../plans/dayState';
import { PlanDoings, PlanViews } from '../plans/PlanViews';
import { byNeed } from '../plans/protection';
import { offOf } from '../settings/turn';

const DAY = 86_400_000;
const NEXT_SHOWN = 40;
const ATTENTION_SHOWN = 50;

/** What may be asked of the whole. @internal */
export interface StatusService {
  get(options: CallOptions & { visible?: RowFilter }): Promise<Status>;
  entity(entityRef: string, options: CallOptions): Promise<EntityStatus>;
}

interface Options {
  plans: PlanCatalogue;
  destinations: DestinationCatalogue;
  settings: PortalSettings;
  runs: RunStore;
  backups: BackupStore;
  views: PlanViews;
  troubles: Troubles;
  timeZone: string;
}

/** @internal */
export class DefaultStatusService implements StatusService {
  readonly #options: Options;

  static create(options: Options): DefaultStatusService {
    return new DefaultStatusService(options);
  }

  private constructor(options: Options) {
    this.#options = options;
  }

  async get({ visible }: { visible?: RowFilter }): Promise<Status> {
    const {
      plans,
      destinations,
      settings,
      runs,
      backups,
      views,
      troubles,
      timeZone,
    } = this.#options;
    const entries = await plans.entries();
    const [
      doings,
      { value },
      automatic,
      lastDay,
      running,
      days,
      totals,
      places,
    ] = await Promise.all([
      views.doings(entries),
      settings.get(),
      settings.automaticBackup(),
      runs.endedSince(new Date(Date.now() - DAY).toISOString()),
      runs.running(),
      runs.days({ days: 30, timeZone }),
      backups.totals('plan', visible),
      destinations.list(),
    ]);
    const count = (state: string) =>
      doings.filter(({ protection }) => protection.state === state).length;
    const needy = doings.filter(({ protection }) =>
      ['not-protected', 'at-risk'].includes(protection.state),
    );
    const statuses = await Promise.all(needy.map(each => views.status(each)));
    return {
      configured: entries.length > 0 && places.length > 0,
      automaticBackup: {
        enabled: automatic.enabled,
        recovered: automatic.recovered,
        changedAt: value.changedAt,
        changedBy: value.changedBy,
        off: offOf(value),
      },
      troubles: await troubles.list(),
      counts: {
        plans: doings.length,
        protected: count('protected'),
        atRisk: count('at-risk'),
        notProtected: count('not-protected'),
        paused: count('paused'),
      },
      ...goodOnes(doings),
      lastDay,
      running,
      next: nextSlots(doings),
      stored: [...totals.values()].reduce(
        (sum, each) => ({
          backups: sum.backups + each.backups,
          bytes: sum.bytes + each.bytes,
        }),
        { backups: 0, bytes: 0 },
      ),
      days: days.map(dayState),
      attention: statuses.sort(byNeed).slice(0, ATTENTION_SHOWN),
    };
  }

  async entity(entityRef: string): Promise<EntityStatus> {
    const { plans, views } = this.#options;
    const entries = (await plans.entries()).filter(
      ({ plan }) => plan.entityRef === entityRef,
    );
    const doings = await views.doings(entries);
    const statuses: PlanStatus[] = await Promise.all(
      doings.map(each => views.status(each)),
    );
    return { entityRef, plans: statuses.sort(byNeed), mayCreatePlan: true };
  }
}

function goodOnes(
  doings: PlanDoings[],
): Pick<Status, 'oldestGood' | 'newestGood'> {
  const good = doings
    .filter(({ lastGood }) => lastGood)
    .map(({ entry, lastGood }) => ({
      plan: entry.plan.name,
      takenAt: lastGood!.slot ?? lastGood!.startedAt,
    }))
    .sort((a, b) => (a.takenAt < b.takenAt ? -1 : 1));
  return {
    oldestGood: good[0] ?? null,
    newestGood: good[good.length - 1] ?? null,
  };
}

function nextSlots(doings: PlanDoings[]): Status['next'] {
  return doings
    .filter(({ nextSlot }) => nextSlot)
    .map(({ entry: { plan }, nextSlot }) => ({
      plan: plan.name,
      entityRef: plan.entityRef ?? null,
      at: nextSlot!,
      timeZone: plan.timeZone,
    }))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .slice(0, NEXT_SHOWN);
}
