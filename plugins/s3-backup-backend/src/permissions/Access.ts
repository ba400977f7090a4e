import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  BasicPermission,
  ConditionalPolicyDecision,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  createConditionAuthorizer,
  createConditionTransformer,
  PermissionRuleset,
} from '@backstage/plugin-permission-node';
import type { RowFilter } from '../database/runs/RunStore';
import type { PlanResource } from './planResource';
import { noRows, toRowFilter } from './rowFilter';

/** What somebody may do with which plans. @internal */
export interface PlanDecision {
  /** False where no plan at all passes: lists need not be asked. */
  some: boolean;
  allows(resource: PlanResource): boolean;
  /** For lists; undefined where all rows pass. */
  filter?: RowFilter;
}

/** @internal */
export const ALL_PLANS: PlanDecision = { some: true, allows: () => true };
/** @internal */
export const NO_PLAN: PlanDecision = {
  some: false,
  allows: () => false,
  filter: noRows,
};

/** Answers who may what; asked by the Authorized… services alone. @internal */
export interface Access {
  may(
    permission: BasicPermission,
    credentials: BackstageCredentials,
  ): Promise<boolean>;
  onPlans(
    permission: ResourcePermission,
    credentials: BackstageCredentials,
  ): Promise<PlanDecision>;
  /** What to say beside a refusal, where more is to be said. */
  readonly remedy: string | null;
}

/**
 * Asks the permission framework. Conditions are applied here, to rows as they
 * are: the owner is a column of ours.
 * @internal
 */
export class PolicyAccess implements Access {
  readonly remedy = null;
  readonly #permissions: PermissionsService;
  readonly #ruleset: PermissionRuleset<PlanResource, RowFilter>;

  static create(options: {
    permissions: PermissionsService;
    ruleset: PermissionRuleset<PlanResource, RowFilter>;
  }): PolicyAccess {
    return new PolicyAccess(options.permissions, options.ruleset);
  }

  private constructor(
    permissions: PermissionsService,
    ruleset: PermissionRuleset<PlanResource, RowFilter>,
  ) {
    this.#permissions = permissions;
    this.#ruleset = ruleset;
  }

  async may(
    permission: BasicPermission,
    credentials: BackstageCredentials,
  ): Promise<boolean> {
    const [decision] = await this.#permissions.authorize([{ permission }], {
      credentials,
    });
    return decision.result === AuthorizeResult.ALLOW;
  }

  async onPlans(
    permission: ResourcePermission,
    credentials: BackstageCredentials,
  ): Promise<PlanDecision> {
    const [decision] = await this.#permissions.authorizeConditional(
      [{ permission }],
      { credentials },
    );
    if (decision.result === AuthorizeResult.ALLOW) return ALL_PLANS;
    if (decision.result === AuthorizeResult.DENY) return NO_PLAN;
    const { conditions } = decision as ConditionalPolicyDecision;
    const allows = createConditionAuthorizer(this.#ruleset);
    const transform = createConditionTransformer(this.#ruleset);
    return {
      some: true,
      allows: resource => allows(decision, resource),
      filter: toRowFilter(transform(conditions)),
    };
  }
}
