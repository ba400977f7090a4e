import type {
  PermissionsRegistryService,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import {
  s3BackupBasicPermissions,
  s3BackupPlanPermissions,
} from '@understudy/backstage-plugin-s3-backup-common';
import type { BackupConfig } from '../config';
import type { PlanSource } from '../runner/ports';
import { Access, PolicyAccess } from './Access';
import { AdminAccess } from './AdminAccess';
import { planResourceRef, planRules } from './planResource';

/**
 * Registers the plugin's permissions, and makes what answers for them: the
 * permission framework, or where that is off the list of admins.
 * @internal
 */
export function createAccess(options: {
  config: BackupConfig;
  permissions: PermissionsService;
  permissionsRegistry: PermissionsRegistryService;
  userInfo: UserInfoService;
  plans: PlanSource;
}): Access {
  const { config, permissions, permissionsRegistry, userInfo, plans } = options;
  permissionsRegistry.addPermissions(s3BackupBasicPermissions);
  permissionsRegistry.addResourceType({
    resourceRef: planResourceRef,
    permissions: s3BackupPlanPermissions,
    rules: planRules,
    getResources: async refs => {
      const known = new Map(
        (await plans.list()).map(plan => [
          plan.name,
          {
            plan: plan.name,
            entityRef: plan.entityRef ?? null,
            ownerRef: plan.ownerRef,
          },
        ]),
      );
      return refs.map(ref => known.get(ref));
    },
  });
  return config.permissionEnabled
    ? PolicyAccess.create({
        permissions,
        ruleset: permissionsRegistry.getPermissionRuleset(planResourceRef),
      })
    : AdminAccess.create({ admins: config.admins, userInfo, permissions });
}
