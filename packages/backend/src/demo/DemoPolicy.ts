import {
  AuthorizeResult,
  isResourcePermission,
  type Permission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import {
  backupDeletePermission,
  backupDownloadPermission,
  destinationUsePermission,
  planCreatePermission,
  planDeletePermission,
  planUpdatePermission,
  RESOURCE_TYPE_PLAN,
  statusReadPermission,
} from '@understudy/backstage-plugin-s3-backup-common';

const ADMINS = 'group:default/platform-admins';
const READERS = 'group:default/readers';

const ALLOW = { result: AuthorizeResult.ALLOW } as const;
const DENY = { result: AuthorizeResult.DENY } as const;

const names = (...permissions: Permission[]) =>
  new Set(permissions.map(permission => permission.name));

/** Basic permissions that a service owner has in the demo. */
const OWNER_BASIC = names(planCreatePermission, destinationUsePermission);

/** Permissions on a plan that stay with the admins, whoever owns it. */
const ADMIN_ONLY = names(
  planUpdatePermission,
  planDeletePermission,
  backupDownloadPermission,
  backupDeletePermission,
);

/**
 * Who may what in the demo. Admins may do everything; readers see the status
 * of backups and nothing else; everybody else may work with the plans, runs
 * and backups of what they own. Permissions of other plugins are allowed: this
 * policy is about backups.
 */
export class DemoPolicy implements PermissionPolicy {
  static create() {
    return new DemoPolicy();
  }

  private constructor() {}

  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (!permission.name.startsWith('s3-backup.')) return ALLOW;
    if (!user) return DENY;

    const claims = user.info.ownershipEntityRefs;
    if (claims.includes(ADMINS)) return ALLOW;
    if (permission.name === statusReadPermission.name) return ALLOW;
    if (claims.includes(READERS)) return DENY;

    if (isResourcePermission(permission, RESOURCE_TYPE_PLAN)) {
      if (ADMIN_ONLY.has(permission.name)) return DENY;
      return {
        result: AuthorizeResult.CONDITIONAL,
        pluginId: 's3-backup',
        resourceType: RESOURCE_TYPE_PLAN,
        conditions: {
          rule: 'isEntityOwner',
          resourceType: RESOURCE_TYPE_PLAN,
          params: { claims },
        },
      };
    }
    return OWNER_BASIC.has(permission.name) ? ALLOW : DENY;
  }
}
