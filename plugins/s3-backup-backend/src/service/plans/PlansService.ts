import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import type { Plan, PlanSettings, Run } from '@understudy/model';
import type { PlanCatalogue, PlanEntry } from '../../catalogue/PlanCatalogue';
import { optionOf } from '../../catalogue/sourceOptions';
import type { Atomically } from '../../database/atomically';
import type { NamedStore } from '../../database/NamedStore';
import type { PlanRetentionStore } from '../../database/PlanRetentionStore';
import type { PlanStatesStore } from '../../database/PlanStatesStore';
import type { Announcer } from '../../notify/Announcer';
import type { PlanResource } from '../../permissions/planResource';
import { planLimits } from '../../queue/limits';
import type { RunQueue } from '../../queue/RunQueue';
import { fromInstant } from '../../database/runs/values';
import { PAUSED_FOR_EVER } from '../../runner/ports';
import { nextDue } from '../../schedule/nextDue';
import type { SecretVault } from '../../secrets/SecretVault';
import { CallOptions, callerOf } from '../caller';
import { ownedByConfig, stale, Versioned } from '../versioned';
import type { PlanChecks } from './PlanChecks';
import type { PlanRepairs } from './PlanRepairs';
import type { PlanViews } from './PlanViews';

/** What may be asked of plans. @internal */
export interface PlansService {
  list(
    options: CallOptions & { allows?(plan: PlanResource): boolean },
  ): Promise<Plan[]>;
  get(name: string, options: CallOptions): Promise<Versioned<Plan>>;
  create(input: PlanSettings, options: CallOptions): Promise<Versioned<Plan>>;
  update(
    input: PlanSettings,
    options: CallOptions & { expect: string },
  ): Promise<Versioned<Plan>>;
  delete(name: string, options: CallOptions): Promise<void>;
  run(name: string, options: CallOptions): Promise<Run>;
  /** Copies a backup to the destinations that lack it; `run`: of which run. */
  repair(
    name: string,
    run: string | undefined,
    options: CallOptions,
  ): Promise<Run[]>;
  pause(
    name: string,
    until: string | null,
    options: CallOptions,
  ): Promise<Plan>;
  resume(name: string, options: CallOptions): Promise<Plan>;
  /** Leaves the next slot out; once, and it can be undone. */
  skip(name: string, options: CallOptions): Promise<Plan>;
  unskip(name: string, options: CallOptions): Promise<Plan>;
}

interface Options {
  plans: PlanCatalogue;
  store: NamedStore<PlanSettings>;
  states: PlanStatesStore;
  retention: PlanRetentionStore;
  vault: SecretVault;
  atomically: Atomically;
  checks: PlanChecks;
  views: PlanViews;
  queue: RunQueue;
  repairs: PlanRepairs;
  announcer: Announcer;
}

/** @internal */
export class DefaultPlansService implements PlansService {
  readonly #options: Options;

  static create(options: Options): DefaultPlansService {
    return new DefaultPlansService(options);
  }

  private constructor(options: Options) {
    this.#options = options;
  }

  async #entry(name: string): Promise<PlanEntry> {
    const entry = await this.#options.plans.entry(name);
    if (!entry) throw new NotFoundError(`There is no plan ${name}`);
    return entry;
  }

  async list({ allows }: { allows?(plan: PlanResource): boolean }) {
    const entries = await this.#options.plans.entries();
    const visible = entries.filter(
      ({ plan }) => !allows || allows(resourceOf(plan)),
    );
    return Promise.all(visible.map(entry => this.#options.views.plan(entry)));
  }

  async get(name: string): Promise<Versioned<Plan>> {
    const entry = await this.#entry(name);
    return {
      value: await this.#options.views.plan(entry),
      version: entry.version,
    };
  }

  async create(input: PlanSettings, { credentials }: CallOptions) {
    const { plans, store, vault, checks, atomically } = this.#options;
    if (await plans.entry(input.name)) {
      throw new ConflictError(`There is a plan ${input.name} already`);
    }
    const owner = await checks.check(input);
    const { by } = callerOf(credentials);
    const { open, secrets } = checks.splitSecrets(input);
    await atomically(async trx => {
      if (!(await store.insert(open, by, trx))) {
        throw new ConflictError(`There is a plan ${input.name} already`);
      }
      for (const [path, secret] of secrets) {
        await vault.put(optionOf(input.name, path), secret, by, trx);
      }
    });
    await this.#own(input, owner);
    return this.get(input.name);
  }

  async update(
    input: PlanSettings,
    { credentials, expect }: CallOptions & { expect: string },
  ) {
    const { store, vault, checks, atomically } = this.#options;
    const before = await this.#entry(input.name);
    if (before.plan.fromConfig) {
      throw ownedByConfig(`Plan ${input.name}`, before.plan.fromConfig);
    }
    await checks.demandFreshSecrets(before.plan, input);
    const owner = await checks.check(input);
    const { by } = callerOf(credentials);
    const { open, secrets } = checks.splitSecrets(input);
    await atomically(async trx => {
      if (!(await store.update(open, { expect, by }, trx))) {
        throw stale(`plan ${input.name}`);
      }
      for (const [path, secret] of secrets) {
        await vault.put(optionOf(input.name, path), secret, by, trx);
      }
    });
    await this.#own(input, owner);
    return this.get(input.name);
  }

  async delete(name: string): Promise<void> {
    const { store, vault, announcer, atomically, retention } = this.#options;
    const { plan } = await this.#entry(name);
    if (plan.fromConfig) throw ownedByConfig(`Plan ${name}`, plan.fromConfig);
    // Its backups stay, and what they were kept by.
    await retention.remember(name, plan.retention ?? null, plan.timeZone);
    await atomically(async trx => {
      await store.delete(name, trx);
      await vault.forget({ table: 'plans', row: name }, trx);
    });
    announcer.changed('plans');
  }

  async run(name: string, { credentials }: CallOptions): Promise<Run> {
    const { plan } = await this.#entry(name);
    const { type, by } = callerOf(credentials);
    return this.#options.queue.enqueue({
      kind: 'backup',
      plan: plan.name,
      planTitle: plan.title ?? null,
      entityRef: plan.entityRef ?? null,
      ownerRef: plan.ownerRef,
      trigger: { type, by },
      destination: plan.destinations[0],
      destinations: plan.destinations,
      request: { kind: 'backup' },
      limits: planLimits(plan),
      sourceHost: plan.sourceHost ?? null,
      labels: plan.worker?.labels,
    });
  }

  async repair(name: string, run: string | undefined, options: CallOptions) {
    const { plan } = await this.#entry(name);
    return this.#options.repairs.repair(plan, run, options);
  }

  async pause(
    name: string,
    until: string | null,
    { credentials }: CallOptions,
  ) {
    const { states, announcer } = this.#options;
    await this.#entry(name);
    if (until !== null && Date.parse(until) <= Date.now()) {
      throw new InputError('until is in the past');
    }
    await states.setPause(name, {
      until: until ?? PAUSED_FOR_EVER,
      by: callerOf(credentials).by,
    });
    announcer.changed('plans');
    return (await this.get(name)).value;
  }

  async resume(name: string) {
    await this.#entry(name);
    await this.#options.states.setPause(name, null);
    this.#options.announcer.changed('plans');
    return (await this.get(name)).value;
  }

  async skip(name: string, { credentials }: CallOptions) {
    const { plan } = await this.#entry(name);
    const now = Date.now();
    const paused = fromInstant(plan.pausedUntil) ?? 0;
    const next = nextDue(plan.schedule, plan.timeZone, Math.max(now, paused));
    if (
      next === null ||
      !plan.enabled ||
      plan.pausedUntil === PAUSED_FOR_EVER
    ) {
      throw new InputError('No slot of this plan is to come');
    }
    await this.#options.states.setSkip(name, {
      slot: new Date(next).toISOString(),
      by: callerOf(credentials).by,
    });
    this.#options.announcer.changed('plans');
    return (await this.get(name)).value;
  }

  async unskip(name: string) {
    await this.#entry(name);
    await this.#options.states.setSkip(name, null);
    this.#options.announcer.changed('plans');
    return (await this.get(name)).value;
  }

  async #own(
    input: PlanSettings,
    owner: { ownerRef: string | null; annotated: boolean },
  ): Promise<void> {
    await this.#options.states.setOwner(input.name, {
      entityRef: input.entityRef ?? null,
      ...owner,
    });
    this.#options.announcer.changed('plans');
  }
}

/** What rights on a plan are asked about. @internal */
export function resourceOf(plan: {
  name: string;
  entityRef?: string | null;
  ownerRef: string | null;
}): PlanResource {
  return {
    plan: plan.name,
    entityRef: plan.entityRef ?? null,
    ownerRef: plan.ownerRef,
  };
}
