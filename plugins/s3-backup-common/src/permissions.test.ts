import { isResourcePermission } from '@backstage/plugin-permission-common';
import {
  RESOURCE_TYPE_PLAN,
  s3BackupBasicPermissions,
  s3BackupPermissions,
  s3BackupPlanPermissions,
} from './permissions';

describe('permissions', () => {
  it('have names of their own, with the prefix', () => {
    const names = s3BackupPermissions.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names)
      expect(name).toMatch(/^s3-backup\.[a-z]+\.[a-z]+$/);
  });

  it('are of plans, or of nothing', () => {
    for (const permission of s3BackupPlanPermissions) {
      expect(isResourcePermission(permission, RESOURCE_TYPE_PLAN)).toBe(true);
    }
    for (const permission of s3BackupBasicPermissions) {
      expect(isResourcePermission(permission)).toBe(false);
    }
  });
});
