import {
  backupReadPermission,
  planCreatePermission,
  planReadPermission,
  settingsUpdatePermission,
} from '@understudy/backstage-plugin-s3-backup-common';
import type { PlanCatalogue } from '../../catalogue/PlanCatalogue';
import type { Access } from '../../permissions/Access';
import { demand, demandOnPlan, refusal } from '../../permissions/demand';
import type { CallOptions } from '../caller';
import { resourceOf } from '../plans/PlansService';
import type { RetentionService } from './RetentionService';

interface Options {
  inner: RetentionService;
  access: Access;
  plans: PlanCatalogue;
}

/** Who may what with retention; all else is the inner service's. @internal */
export class AuthorizedRetentionService implements RetentionService {
  readonly #options: Options;

  static create(options: Options): AuthorizedRetentionService {
    return new AuthorizedRetentionService(options);
  }

  private constructor(options: Options) {
    this.#options = options;
  }

  async simulate(
    question: Parameters<RetentionService['simulate']>[0],
    options: CallOptions,
  ) {
    const { access, plans, inner } = this.#options;
    const { credentials } = options;
    if (question.plan === undefined) {
      await demand(access, planCreatePermission, credentials);
    } else {
      await demandOnPlan({
        access,
        credentials,
        what: `plan ${question.plan}`,
        thing: await plans.get(question.plan),
        resourceOf,
        see: [planReadPermission],
      });
    }
    return inner.simulate(question, options);
  }

  async orphans(options: CallOptions) {
    const { access, inner } = this.#options;
    const decision = await access.onPlans(
      backupReadPermission,
      options.credentials,
    );
    if (!decision.some) throw refusal(backupReadPermission, access);
    return inner.orphans({ ...options, visible: decision.filter });
  }

  /** What deletes without a plan is for those who run the portal. */
  async follow(
    plan: string,
    request: { follow: boolean; confirm?: string },
    options: CallOptions,
  ) {
    const { access, inner } = this.#options;
    await demand(access, settingsUpdatePermission, options.credentials);
    return inner.follow(plan, request, options);
  }
}
