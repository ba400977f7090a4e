import { NotAllowedError, NotFoundError } from '@backstage/errors';
import type { ResourcePermission } from '@backstage/plugin-permission-common';
import {
  destinationUsePermission,
  planCreatePermission,
  planDeletePermission,
  planPausePermission,
  planReadPermission,
  planUpdatePermission,
  runStartPermission,
  settingsUpdatePermission,
  statusReadPermission,
} from '@understudy/backstage-plugin-s3-backup-common';
import type { PlanSettings } from '@understudy/model';
import type { EntityOwners } from '../../catalogue/EntityOwners';
import type { PlanCatalogue } from '../../catalogue/PlanCatalogue';
import type { SourceTypes } from '../../catalogue/SourceTypes';
import type { Access } from '../../permissions/Access';
import { configReferences } from '../../secrets/configReferences';
import { demand, demandOnPlan, refusal } from '../../permissions/demand';
import type { KnownPlan } from '../../runner/ports';
import type { CallOptions } from '../caller';
import { PlansService, resourceOf } from './PlansService';

interface Options {
  inner: PlansService;
  access: Access;
  plans: PlanCatalogue;
  owners: EntityOwners;
  sources: SourceTypes;
}

/** Who may what with plans; all else is the inner service's. @internal */
export class AuthorizedPlansService implements PlansService {
  readonly #options: Options;

  static create(options: Options): AuthorizedPlansService {
    return new AuthorizedPlansService(options);
  }

  private constructor(options: Options) {
    this.#options = options;
  }

  /** Anybody who sees its status sees that a plan exists. */
  async #demand(
    name: string,
    { credentials }: CallOptions,
    act: ResourcePermission,
  ): Promise<KnownPlan> {
    const { access, plans } = this.#options;
    const { thing } = await demandOnPlan({
      access,
      credentials,
      what: `plan ${name}`,
      thing: await plans.get(name),
      resourceOf,
      see: [planReadPermission, { anyPlan: statusReadPermission }],
      act,
    });
    return thing;
  }

  async list({ credentials }: CallOptions) {
    const { access, inner } = this.#options;
    const decision = await access.onPlans(planReadPermission, credentials);
    if (!decision.some) throw refusal(planReadPermission, access);
    return inner.list({ credentials, allows: decision.allows });
  }

  async get(name: string, options: CallOptions) {
    await this.#demand(name, options, planReadPermission);
    return this.#options.inner.get(name, options);
  }

  async create(input: PlanSettings, options: CallOptions) {
    await demand(
      this.#options.access,
      planCreatePermission,
      options.credentials,
    );
    await this.#demandParts(input, options);
    await this.#demandEntity(input, planReadPermission, options);
    return this.#options.inner.create(input, options);
  }

  async update(input: PlanSettings, options: CallOptions & { expect: string }) {
    const before = await this.#demand(
      input.name,
      options,
      planUpdatePermission,
    );
    await this.#demandParts(input, options, before);
    await this.#demandEntity(input, planUpdatePermission, options);
    return this.#options.inner.update(input, options);
  }

  async delete(name: string, options: CallOptions) {
    await this.#demand(name, options, planDeletePermission);
    return this.#options.inner.delete(name, options);
  }

  async run(name: string, options: CallOptions) {
    await this.#demand(name, options, runStartPermission);
    return this.#options.inner.run(name, options);
  }

  async repair(name: string, run: string | undefined, options: CallOptions) {
    await this.#demand(name, options, runStartPermission);
    return this.#options.inner.repair(name, run, options);
  }

  async pause(name: string, until: string | null, options: CallOptions) {
    await this.#demand(name, options, planPausePermission);
    return this.#options.inner.pause(name, until, options);
  }

  async resume(name: string, options: CallOptions) {
    await this.#demand(name, options, planPausePermission);
    return this.#options.inner.resume(name, options);
  }

  async skip(name: string, options: CallOptions) {
    await this.#demand(name, options, planPausePermission);
    return this.#options.inner.skip(name, options);
  }

  async unskip(name: string, options: CallOptions) {
    await this.#demand(name, options, planPausePermission);
    return this.#options.inner.unskip(name, options);
  }

  /**
   * A destination has a right of its own. A source that holds other people's
   * credentials, and a secret of the configuration, which a plan could send to
   * a server of its choice, are for those who run the portal, whoever owns the
   * entity.
   */
  async #demandParts(
    input: PlanSettings,
    { credentials }: CallOptions,
    before?: KnownPlan,
  ): Promise<void> {
    const { access, sources } = this.#options;
    const known = configReferences(before?.source.options);
    const asked = configReferences(input.source.options);
    if (
      sources.isSensitive(input.source) ||
      asked.some(reference => !known.includes(reference))
    ) {
      await demand(access, settingsUpdatePermission, credentials);
    }
    const had = before?.destinations ?? [];
    if ((input.destinations ?? []).some(name => !had.includes(name))) {
      await demand(access, destinationUsePermission, credentials);
    }
  }

  /** Nobody makes a plan for an entity whose plans they may not have. */
  async #demandEntity(
    input: PlanSettings,
    right: ResourcePermission,
    { credentials }: CallOptions,
  ): Promise<void> {
    const { access, owners } = this.#options;
    const entityRef = input.entityRef ?? null;
    const known = entityRef ? await owners.of([entityRef]) : new Map();
    const decision = await access.onPlans(right, credentials);
    const allowed = decision.allows({
      plan: input.name,
      entityRef,
      ownerRef: entityRef ? known?.get(entityRef)?.ownerRef ?? null : null,
    });
    if (allowed) return;
    if (!decision.some)
      throw new NotFoundError(`There is no plan ${input.name}`);
    throw new NotAllowedError(
      entityRef
        ? `Needs ${right.name} on plans of ${entityRef}.`
        : `Needs ${right.name} on plans of the portal itself.`,
    );
  }
}
