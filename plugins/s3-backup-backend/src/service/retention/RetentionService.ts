import { InputError, NotFoundError } from '@backstage/errors';
import type {
  Orphan,
  Simulation,
  simulationRequestSchema,
} from '@understudy/backstage-plugin-s3-backup-common';
import type { z } from 'zod';
import type { PlanCatalogue } from '../../catalogue/PlanCatalogue';
import type { BackupConfig } from '../../config';
import type { BackupStore } from '../../database/backups/BackupStore';
import type { PlanRetentionStore } from '../../database/PlanRetentionStore';
import type { RowFilter } from '../../database/runs/RunStore';
import { calendarAt, writeDate } from '../../retention/days';
import type { RulesBook } from '../../retention/rulesNow';
import { firstPruneOf, simulate } from '../../retention/simulate';
import { CallOptions, callerOf } from '../caller';

type SimulationQuestion = z.output<typeof simulationRequestSchema>;

/** Slots are imagined no further. */
const FURTHEST = 2 * 366 * 86_400_000;

const GIB = 1024 ** 3;

/** What may be asked of retention. @internal */
export interface RetentionService {
  simulate(
    question: SimulationQuestion,
    options: CallOptions,
  ): Promise<Simulation>;
  orphans(options: CallOptions & { visible?: RowFilter }): Promise<Orphan[]>;
  follow(
    plan: string,
    request: { follow: boolean; confirm?: string },
    options: CallOptions,
  ): Promise<Orphan[]>;
}

interface Options {
  config: Pick<BackupConfig, 'prices' | 'timeZone'>;
  plans: PlanCatalogue;
  backups: BackupStore;
  book: RulesBook;
  retention: PlanRetentionStore;
}

/** @internal */
export class DefaultRetentionService implements RetentionService {
  readonly #options: Options;

  static create(options: Options): DefaultRetentionService {
    return new DefaultRetentionService(options);
  }

  private constructor(options: Options) {
    this.#options = options;
  }

  async simulate(question: SimulationQuestion): Promise<Simulation> {
    const { config, plans, backups } = this.#options;
    const plan = question.plan ? await plans.get(question.plan) : undefined;
    const { schedule, retention: rules } = question;
    const timeZone =
      ('timeZone' in schedule && schedule.timeZone) || config.timeZone;
    const destination = plan?.destinations[0];
    const known =
      plan && destination ? await backups.retained(plan.name, destination) : [];
    const sizes =
      plan && destination
        ? await backups.usualBytes(plan.name, destination)
        : [];
    const usualBytes = sizes[Math.floor(sizes.length / 2)] ?? null;
    const now = Date.now();
    const asOf = Math.min(
      question.asOf ? Date.parse(question.asOf) : now,
      now + FURTHEST,
    );
    const calendar = calendarAt(asOf, timeZone);
    const { days, kept, minimumWins } = simulate({
      backups: known,
      rules,
      schedule,
      timeZone,
      now,
      asOf,
      usualBytes,
    });
    return {
      timeZone,
      asOf: new Date(asOf).toISOString(),
      today: writeDate(now, timeZone),
      ...calendar,
      days: days.filter(
        ({ date }) => date >= calendar.from && date <= calendar.to,
      ),
      kept,
      cost: this.#cost(kept.bytes),
      firstPrune: firstPruneOf(known, { rules, timeZone, now }),
      minimumWins,
    };
  }

  #cost(bytes: number | null): Simulation['cost'] {
    const { prices } = this.#options.config;
    const storageClass = 'STANDARD';
    const price = prices?.perGiBMonth[storageClass];
    if (!prices || price === undefined || bytes === null) return null;
    return {
      amount: (bytes / GIB) * price,
      currency: prices.currency,
      storageClass,
      pricesAsOf: prices.asOf,
    };
  }

  async orphans({
    visible,
  }: CallOptions & { visible?: RowFilter }): Promise<Orphan[]> {
    const { backups, book, plans, retention } = this.#options;
    const [rulesOf, list, kept] = await Promise.all([
      book.read(),
      plans.list(),
      retention.all(),
    ]);
    const names = new Set(list.map(({ name }) => name));
    return (await backups.places(visible))
      .filter(({ plan }) => rulesOf(plan).orphaned)
      .map(({ ownerRef, ...place }) => ({
        ...place,
        why: names.has(place.plan) ? 'entity-gone' : 'plan-gone',
        rules: rulesOf(place.plan).rules,
        follow: kept.get(place.plan)?.follow ?? null,
      }));
  }

  async follow(
    plan: string,
    request: { follow: boolean; confirm?: string },
    options: CallOptions,
  ): Promise<Orphan[]> {
    const orphans = await this.orphans(options);
    const mine = orphans.filter(orphan => orphan.plan === plan);
    if (mine.length === 0) {
      throw new NotFoundError(`There are no orphaned backups of ${plan}`);
    }
    if (request.follow && request.confirm !== plan) {
      throw new InputError(
        `To let backups go, confirm must be the name of their plan, ${plan}`,
      );
    }
    if (request.follow && !mine[0].rules) {
      throw new InputError(`${plan} had no rules: everything is kept`);
    }
    await this.#options.retention.setFollow(
      plan,
      request.follow
        ? {
            at: new Date().toISOString(),
            by: callerOf(options.credentials).by,
          }
        : null,
    );
    const now = await this.orphans(options);
    return now.filter(orphan => orphan.plan === plan);
  }
}
