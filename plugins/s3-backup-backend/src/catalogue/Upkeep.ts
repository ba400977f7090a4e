import type { LoggerService } from '@backstage/backend-plugin-api';
import type { BackupStore } from '../database/backups/BackupStore';
import type { IdempotencyStore } from '../database/IdempotencyStore';
import type { PlanRetentionStore } from '../database/PlanRetentionStore';
import type { PlanStatesStore } from '../database/PlanStatesStore';
import type { RunStore } from '../database/runs/RunStore';
import type { TicketsStore } from '../database/TicketsStore';
import type { SecretVault } from '../secrets/SecretVault';
import type { EntityOwners } from './EntityOwners';
import type { PlanCatalogue } from './PlanCatalogue';

const DAY = 86_400_000;

interface Options {
  plans: PlanCatalogue;
  owners: EntityOwners;
  states: PlanStatesStore;
  runs: RunStore;
  backups: BackupStore;
  retention: PlanRetentionStore;
  vault: SecretVault;
  tickets: TicketsStore;
  idempotency: IdempotencyStore;
  logger: LoggerService;
}

/**
 * What is done now and then: owners are copied anew from the catalog, secrets
 * sealed with the newest key, and what is of short life goes.
 * @internal
 */
export class Upkeep {
  readonly #options: Options;

  static create(options: Options): Upkeep {
    return new Upkeep(options);
  }

  private constructor(options: Options) {
    this.#options = options;
  }

  async run(): Promise<void> {
    const { vault, tickets, idempotency, logger } = this.#options;
    const steps: Array<[string, () => Promise<unknown>]> = [
      ['owners', () => this.refreshOwners()],
      ['rules', () => this.rememberRules()],
      ['seals', () => vault.reseal()],
      ['tickets', () => tickets.deleteExpired(new Date().toISOString())],
      [
        'idempotency keys',
        () =>
          idempotency.deleteBefore(new Date(Date.now() - DAY).toISOString()),
      ],
    ];
    for (const [what, step] of steps) {
      try {
        await step();
      } catch (error) {
        logger.warn(`Upkeep of ${what} failed`, {
          reason: error instanceof Error ? error.message : String(error),
        });
      }
    }
  }

  /** A plan of configuration may vanish without a word: its rules stay known. */
  async rememberRules(): Promise<void> {
    const { plans, retention } = this.#options;
    const kept = await retention.all();
    for (const { plan, state } of await plans.entries()) {
      if (state?.entityGoneAt) continue;
      const rules = plan.retention ?? null;
      const last = kept.get(plan.name);
      const same =
        last?.timeZone === plan.timeZone &&
        !last.follow &&
        JSON.stringify(last.rules) === JSON.stringify(rules);
      if (!same) await retention.remember(plan.name, rules, plan.timeZone);
    }
  }

  /** Owners of plans that have none yet: after a start the catalog may still read. */
  async learnNewOwners(): Promise<void> {
    const entries = await this.#options.plans.entries();
    const unknown = entries.some(
      ({ plan, state }) =>
        plan.entityRef && state?.entityRef !== plan.entityRef,
    );
    if (unknown) await this.refreshOwners();
  }

  /**
   * Copies owners to plans, runs and backups. A catalog that does not answer
   * or no longer knows the entity takes nobody's rights away.
   */
  async refreshOwners(): Promise<void> {
    const { plans, owners, states, runs, backups } = this.#options;
    const entries = await plans.entries();
    const known = await owners.of(
      entries.flatMap(({ plan }) => plan.entityRef ?? []),
    );
    if (!known) return;
    for (const { plan, state } of entries) {
      const entityRef = plan.entityRef ?? null;
      const owner = entityRef ? known.get(entityRef) : undefined;
      const gone = Boolean(entityRef && owner && !owner.found);
      if (gone !== Boolean(state?.entityGoneAt)) {
        const at = gone ? new Date().toISOString() : null;
        await states.setEntityGone(plan.name, at);
      }
      if (entityRef && !owner?.found) continue;
      const ownerRef = owner?.ownerRef ?? null;
      const annotated = owner?.annotated ?? true;
      if (
        state &&
        state.entityRef === entityRef &&
        state.ownerRef === ownerRef &&
        state.annotated === annotated
      ) {
        continue;
      }
      await states.setOwner(plan.name, { entityRef, ownerRef, annotated });
      await runs.setOwner(plan.name, ownerRef);
      await backups.setOwner(plan.name, ownerRef);
    }
  }
}
