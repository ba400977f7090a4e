import { RESOURCE_TYPE_PLAN } from '@understudy/backstage-plugin-s3-backup-common';
import {
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import { z } from 'zod';
import type { RowFilter } from '../database/runs/RunStore';

/**
 * What rights are asked about: a plan, or the plan that a run or a backup is
 * of, even where that plan is gone.
 * @internal
 */
export interface PlanResource {
  plan: string;
  entityRef: string | null;
  ownerRef: string | null;
}

/** @internal */
export const planResourceRef = createPermissionResourceRef<
  PlanResource,
  RowFilter
>().with({ pluginId: 's3-backup', resourceType: RESOURCE_TYPE_PLAN });

/** The owner of the plan's entity is one of the claims. @internal */
export const isEntityOwner = createPermissionRule({
  name: 'isEntityOwner',
  description: 'Plans, runs and backups of entities that one owns',
  resourceRef: planResourceRef,
  paramsSchema: z.object({
    claims: z
      .array(z.string())
      .describe('Entity refs, of which the owner must be one'),
  }),
  apply: (resource, { claims }) =>
    resource.ownerRef !== null && claims.includes(resource.ownerRef),
  toQuery:
    ({ claims }) =>
    query => {
      query.whereIn('owner_ref', claims);
    },
});

/** The plan belongs to one of these entities. @internal */
export const hasEntity = createPermissionRule({
  name: 'hasEntity',
  description: 'Plans, runs and backups of certain entities',
  resourceRef: planResourceRef,
  paramsSchema: z.object({
    entityRefs: z.array(z.string()).describe('Entity refs, in lower case'),
  }),
  apply: (resource, { entityRefs }) =>
    resource.entityRef !== null && entityRefs.includes(resource.entityRef),
  toQuery:
    ({ entityRefs }) =>
    query => {
      query.whereIn('entity_ref', entityRefs);
    },
});

/** @internal */
export const planRules = [isEntityOwner, hasEntity];
