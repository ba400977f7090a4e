import {
  BasicPermission,
  createPermission,
  ResourcePermission,
} from '@backstage/plugin-permission-common';

/**
 * Resource type of plans; runs and backups inherit their plan's.
 * @public
 */
export const RESOURCE_TYPE_PLAN = 's3-backup-plan';

type Action = 'create' | 'read' | 'update' | 'delete';

const basic = (name: string, action: Action): BasicPermission =>
  createPermission({ name: `s3-backup.${name}`, attributes: { action } });

const onPlan = (
  name: string,
  action: Action,
): ResourcePermission<typeof RESOURCE_TYPE_PLAN> =>
  createPermission({
    name: `s3-backup.${name}`,
    attributes: { action },
    resourceType: RESOURCE_TYPE_PLAN,
  });

/** Runs without log, destinations, backups, message, hint, details. @public */
export const statusReadPermission = basic('status.read', 'read');
/** @public */
export const settingsReadPermission = basic('settings.read', 'read');
/** @public */
export const settingsUpdatePermission = basic('settings.update', 'update');
/** @public */
export const destinationReadPermission = basic('destination.read', 'read');
/** To name a destination in a plan. @public */
export const destinationUsePermission = basic('destination.use', 'read');
/** @public */
export const destinationCreatePermission = basic(
  'destination.create',
  'create',
);
/** @public */
export const destinationUpdatePermission = basic(
  'destination.update',
  'update',
);
/** @public */
export const destinationDeletePermission = basic(
  'destination.delete',
  'delete',
);
/** To take over a prefix that another portal holds. @public */
export const destinationAdoptPermission = basic('destination.adopt', 'update');
/** @public */
export const keyReadPermission = basic('key.read', 'read');
/** @public */
export const keyCreatePermission = basic('key.create', 'create');
/** @public */
export const keyDeletePermission = basic('key.delete', 'delete');
/** @public */
export const workerReadPermission = basic('worker.read', 'read');
/** @public */
export const planCreatePermission = basic('plan.create', 'create');

/** @public */
export const planReadPermission = onPlan('plan.read', 'read');
/** @public */
export const planUpdatePermission = onPlan('plan.update', 'update');
/** @public */
export const planDeletePermission = onPlan('plan.delete', 'delete');
/** @public */
export const planPausePermission = onPlan('plan.pause', 'update');
/** @public */
export const runReadPermission = onPlan('run.read', 'read');
/** @public */
export const runStartPermission = onPlan('run.start', 'create');
/** @public */
export const runCancelPermission = onPlan('run.cancel', 'update');
/** @public */
export const backupReadPermission = onPlan('backup.read', 'read');
/** @public */
export const backupVerifyPermission = onPlan('backup.verify', 'update');
/** To publish what was held as suspicious. @public */
export const backupAcceptPermission = onPlan('backup.accept', 'update');
/** @public */
export const backupRestorePermission = onPlan('backup.restore', 'update');
/** @public */
export const backupDownloadPermission = onPlan('backup.download', 'read');
/** @public */
export const backupDeletePermission = onPlan('backup.delete', 'delete');
/** To keep a backup from being deleted, and to take that back. @public */
export const backupLockPermission = onPlan('backup.lock', 'update');

/** @public */
export const s3BackupBasicPermissions: BasicPermission[] = [
  statusReadPermission,
  settingsReadPermission,
  settingsUpdatePermission,
  destinationReadPermission,
  destinationUsePermission,
  destinationCreatePermission,
  destinationUpdatePermission,
  destinationDeletePermission,
  destinationAdoptPermission,
  keyReadPermission,
  keyCreatePermission,
  keyDeletePermission,
  workerReadPermission,
  planCreatePermission,
];

/** @public */
export const s3BackupPlanPermissions: ResourcePermission<
  typeof RESOURCE_TYPE_PLAN
>[] = [
  planReadPermission,
  planUpdatePermission,
  planDeletePermission,
  planPausePermission,
  runReadPermission,
  runStartPermission,
  runCancelPermission,
  backupReadPermission,
  backupVerifyPermission,
  backupAcceptPermission,
  backupRestorePermission,
  backupDownloadPermission,
  backupDeletePermission,
  backupLockPermission,
];

/** @public */
export const s3BackupPermissions = [
  ...s3BackupBasicPermissions,
  ...s3BackupPlanPermissions,
];
