import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import type {
  BasicPermission,
  Permission,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import type { Access, PlanDecision } from './Access';
import type { PlanResource } from './planResource';

/** @internal */
export function refusal(permission: Permission, access: Access): Error {
  return new NotAllowedError(
    [`Needs ${permission.name}.`, access.remedy].filter(Boolean).join(' '),
  );
}

/** 403 unless one may. @internal */
export async function demand(
  access: Access,
  permission: BasicPermission,
  credentials: BackstageCredentials,
): Promise<void> {
  if (!(await access.may(permission, credentials))) {
    throw refusal(permission, access);
  }
}

/**
 * Finds a thing of a plan for somebody who wants to do something with it: 404
 * where one may not even see it, exactly as where it does not exist; 403 where
 * one sees it and may not.
 * @internal
 */
export async function demandOnPlan<T>(options: {
  access: Access;
  credentials: BackstageCredentials;
  /** `plan orders`, for the words. */
  what: string;
  thing: T | undefined;
  resourceOf: (thing: T) => PlanResource;
  /** Rights of which one is enough to see it. */
  see: Array<ResourcePermission | { anyPlan: BasicPermission }>;
  /** The right to do it; absent: seeing is enough. */
  act?: ResourcePermission;
}): Promise<{ thing: T; decision: PlanDecision | null }> {
  const { access, credentials, thing, act } = options;
  const notFound = new NotFoundError(`There is no ${options.what}`);
  const acting = act ? await access.onPlans(act, credentials) : null;
  if (thing === undefined) {
    // Those who may nothing anywhere learn nothing from the difference.
    throw notFound;
  }
  const resource = options.resourceOf(thing);
  if (acting?.allows(resource)) return { thing, decision: acting };
  for (const right of options.see) {
    const visible =
      'anyPlan' in right
        ? await access.may(right.anyPlan, credentials)
        : (await access.onPlans(right, credentials)).allows(resource);
    if (visible) {
      if (!act) return { thing, decision: null };
      throw refusal(act, access);
    }
  }
  throw notFound;
}
