import type { ResourcePermission } from '@backstage/plugin-permission-common';
import {
  backupAcceptPermission,
  runCancelPermission,
  runReadPermission,
  RunQuery,
  statusReadPermission,
} from '@understudy/backstage-plugin-s3-backup-common';
import type { RunStore } from '../../database/runs/RunStore';
import type { Access } from '../../permissions/Access';
import { demandOnPlan, refusal } from '../../permissions/demand';
import type { CallOptions } from '../caller';
import { maskRun } from './maskRun';
import type { RunsService } from './RunsService';

type OwnedRun = NonNullable<Awaited<ReturnType<RunStore['getOwned']>>>;

const resourceOf = ({ run, ownerRef }: OwnedRun) => ({
  plan: run.plan,
  entityRef: run.entityRef,
  ownerRef,
});

interface Options {
  inner: RunsService;
  access: Access;
  runs: RunStore;
}

/**
 * Who may what with runs. Those who read the status see all of them, masked
 * where they may not read them.
 * @internal
 */
export class AuthorizedRunsService implements RunsService {
  readonly #options: Options;

  static create(options: Options): AuthorizedRunsService {
    return new AuthorizedRunsService(options);
  }

  private constructor(options: Options) {
    this.#options = options;
  }

  async #demand(
    id: string,
    { credentials }: CallOptions,
    act: ResourcePermission,
  ): Promise<void> {
    await demandOnPlan({
      access: this.#options.access,
      credentials,
      what: `run ${id}`,
      thing: await this.#options.runs.getOwned(id),
      resourceOf,
      see: [runReadPermission, { anyPlan: statusReadPermission }],
      act,
    });
  }

  async list(query: RunQuery, options: CallOptions) {
    const { access, inner } = this.#options;
    const { credentials } = options;
    const [status, decision] = await Promise.all([
      access.may(statusReadPermission, credentials),
      access.onPlans(runReadPermission, credentials),
    ]);
    if (!status && !decision.some) throw refusal(statusReadPermission, access);
    const readable = () =>
      inner.list(query, { ...options, visible: decision.filter });
    // To filter by what is masked would tell it.
    if (!status || query.destination || !decision.filter) return readable();
    const all = await inner.list(query, options);
    // The same page of the readable ones holds every readable one of this page.
    const ids = decision.some
      ? new Set((await readable()).items.map(({ id }) => id))
      : new Set();
    return {
      ...all,
      items: all.items.map(run => (ids.has(run.id) ? run : maskRun(run))),
    };
  }

  async get(id: string, options: CallOptions) {
    const { access, inner, runs } = this.#options;
    const { credentials } = options;
    const { thing } = await demandOnPlan({
      access,
      credentials,
      what: `run ${id}`,
      thing: await runs.getOwned(id),
      resourceOf,
      see: [runReadPermission, { anyPlan: statusReadPermission }],
    });
    const decision = await access.onPlans(runReadPermission, credentials);
    const run = await inner.get(id, options);
    return decision.allows(resourceOf(thing)) ? run : maskRun(run);
  }

  async log(
    id: string,
    page: { offset: number; limit: number },
    options: CallOptions,
  ) {
    await this.#demand(id, options, runReadPermission);
    return this.#options.inner.log(id, page, options);
  }

  async cancel(id: string, options: CallOptions) {
    await this.#demand(id, options, runCancelPermission);
    return this.#options.inner.cancel(id, options);
  }

  async accept(id: string, options: CallOptions) {
    await this.#demand(id, options, backupAcceptPermission);
    return this.#options.inner.accept(id, options);
  }
}
