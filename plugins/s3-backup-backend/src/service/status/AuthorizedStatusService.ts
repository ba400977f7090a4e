import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  backupReadPermission,
  EntityStatus,
  planCreatePermission,
  planReadPermission,
  PlanStatus,
  runReadPermission,
  runStartPermission,
  Status,
  statusReadPermission,
} from '@understudy/backstage-plugin-s3-backup-common';
import type { PlanCatalogue } from '../../catalogue/PlanCatalogue';
import type { Access, PlanDecision } from '../../permissions/Access';
import { demand } from '../../permissions/demand';
import type { PlanResource } from '../../permissions/planResource';
import type { CallOptions } from '../caller';
import { resourceOf } from '../plans/PlansService';
import { maskRun, plainTitle } from '../runs/maskRun';
import type { StatusService } from './StatusService';

interface Decisions {
  start: PlanDecision;
  readRuns: PlanDecision;
  readPlans: PlanDecision;
  readBackups: PlanDecision;
}

interface Options {
  inner: StatusService;
  access: Access;
  plans: PlanCatalogue;
}

/**
 * The status is for everybody who may read it; what stands behind it for
 * those who may.
 * @internal
 */
export class AuthorizedStatusService implements StatusService {
  readonly #options: Options;

  static create(options: Options): AuthorizedStatusService {
    return new AuthorizedStatusService(options);
  }

  private constructor(options: Options) {
    this.#options = options;
  }

  async #decide(credentials: BackstageCredentials): Promise<Decisions> {
    const { access } = this.#options;
    await demand(access, statusReadPermission, credentials);
    const [start, readRuns, readPlans, readBackups] = await Promise.all(
      [
        runStartPermission,
        runReadPermission,
        planReadPermission,
        backupReadPermission,
      ].map(permission => access.onPlans(permission, credentials)),
    );
    return { start, readRuns, readPlans, readBackups };
  }

  async get(options: CallOptions): Promise<Status> {
    const { inner } = this.#options;
    const decisions = await this.#decide(options.credentials);
    const { readBackups, readRuns } = decisions;
    const [status, resources] = await Promise.all([
      inner.get({ ...options, visible: readBackups.filter }),
      this.#resources(),
    ]);
    return {
      ...status,
      stored: readBackups.some ? status.stored : null,
      running: status.running.map(run =>
        readRuns.allows(resources(run.plan, run.entityRef))
          ? run
          : maskRun(run),
      ),
      attention: status.attention.map(each =>
        maskStatus(each, resources(each.plan, each.entityRef), decisions),
      ),
    };
  }

  async entity(entityRef: string, options: CallOptions): Promise<EntityStatus> {
    const { inner, access } = this.#options;
    const decisions = await this.#decide(options.credentials);
    const [status, resources, mayCreatePlan] = await Promise.all([
      inner.entity(entityRef, options),
      this.#resources(),
      access.may(planCreatePermission, options.credentials),
    ]);
    return {
      ...status,
      mayCreatePlan,
      plans: status.plans.map(each =>
        maskStatus(each, resources(each.plan, each.entityRef), decisions),
      ),
    };
  }

  /** Owners by plan and entity; nobody's where they no longer belong together. */
  async #resources(): Promise<
    (plan: string, entityRef: string | null) => PlanResource
  > {
    const known = new Map(
      (await this.#options.plans.list()).map(plan => [
        plan.name,
        resourceOf(plan),
      ]),
    );
    return (plan, entityRef) => {
      const resource = known.get(plan);
      return resource && resource.entityRef === entityRef
        ? resource
        : { plan, entityRef, ownerRef: null };
    };
  }
}

function maskStatus(
  status: PlanStatus,
  resource: PlanResource,
  { start, readRuns, readPlans, readBackups }: Decisions,
): PlanStatus {
  const { lastGoodBackup, running } = status;
  const readable = readRuns.allows(resource);
  return {
    ...status,
    lastGoodBackup:
      lastGoodBackup && !readBackups.allows(resource)
        ? { ...lastGoodBackup, id: null }
        : lastGoodBackup,
    running: running && !readable ? maskRun(running) : running,
    protection: readable
      ? status.protection
      : {
          ...status.protection,
          reasons: status.protection.reasons.map(({ code }) => ({
            code,
            details: {},
          })),
        },
    lastRun:
      status.lastRun && !readable
        ? {
            ...status.lastRun,
            error: status.lastRun.error && {
              code: status.lastRun.error.code,
              title: plainTitle(status.lastRun.error.code),
            },
          }
        : status.lastRun,
    mayStart: start.allows(resource),
    mayRead: readPlans.allows(resource),
  };
}
