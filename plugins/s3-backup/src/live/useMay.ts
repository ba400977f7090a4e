import { usePermission } from '@backstage/plugin-permission-react';
import * as rights from '@understudy/backstage-plugin-s3-backup-common';

/** Rights that are asked without a plan. */
export const BASIC = {
  destinationUse: rights.destinationUsePermission,
  settingsUpdate: rights.settingsUpdatePermission,
  destinationCreate: rights.destinationCreatePermission,
  destinationUpdate: rights.destinationUpdatePermission,
  destinationDelete: rights.destinationDeletePermission,
  destinationAdopt: rights.destinationAdoptPermission,
  keyCreate: rights.keyCreatePermission,
  keyDelete: rights.keyDeletePermission,
  planCreate: rights.planCreatePermission,
  settingsRead: rights.settingsReadPermission,
  destinationRead: rights.destinationReadPermission,
} as const;

/** Rights on one plan; its runs and backups inherit them. */
export const ON_PLAN = {
  planUpdate: rights.planUpdatePermission,
  planDelete: rights.planDeletePermission,
  planPause: rights.planPausePermission,
  runStart: rights.runStartPermission,
  runCancel: rights.runCancelPermission,
  backupVerify: rights.backupVerifyPermission,
  backupRestore: rights.backupRestorePermission,
  backupDownload: rights.backupDownloadPermission,
  backupDelete: rights.backupDeletePermission,
  backupLock: rights.backupLockPermission,
  backupAccept: rights.backupAcceptPermission,
} as const;

/** Whether one may; false while it is not known, so that no button is hopeful. */
export function useMay(right: keyof typeof BASIC): boolean {
  return usePermission({ permission: BASIC[right] }).allowed;
}

/** The same for something on one plan. */
export function useMayOnPlan(
  right: keyof typeof ON_PLAN,
  plan: string | undefined,
): boolean {
  return usePermission({ permission: ON_PLAN[right], resourceRef: plan })
    .allowed;
}
