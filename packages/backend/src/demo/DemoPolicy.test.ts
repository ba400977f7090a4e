import {
  AuthorizeResult,
  createPermission,
  type Permission,
} from '@backstage/plugin-permission-common';
import type { PolicyQueryUser } from '@backstage/plugin-permission-node';
import {
  s3BackupBasicPermissions,
  s3BackupPlanPermissions,
  statusReadPermission,
} from '@understudy/backstage-plugin-s3-backup-common';
import { DemoPolicy } from './DemoPolicy';

const ALL: Permission[] = [
  ...s3BackupBasicPermissions,
  ...s3BackupPlanPermissions,
];

const user = (...ownershipEntityRefs: string[]) =>
  ({
    info: { userEntityRef: ownershipEntityRefs[0], ownershipEntityRefs },
  } as PolicyQueryUser);

const ADMIN = user('user:default/guest', 'group:default/platform-admins');
const OWNER = user('user:default/owner', 'group:default/webshop-team');
const READER = user('user:default/reader', 'group:default/readers');

async function namesWith(result: AuthorizeResult, who?: PolicyQueryUser) {
  const policy = DemoPolicy.create();
  const found: string[] = [];
  for (const permission of ALL) {
    const decision = await policy.handle({ permission }, who);
    if (decision.result === result) found.push(permission.name);
  }
  return found.sort();
}

describe('DemoPolicy', () => {
  it('lets admins do everything', async () => {
    expect(await namesWith(AuthorizeResult.ALLOW, ADMIN)).toHaveLength(
      ALL.length,
    );
  });

  it('lets readers see the status and nothing else', async () => {
    expect(await namesWith(AuthorizeResult.ALLOW, READER)).toEqual([
      statusReadPermission.name,
    ]);
    expect(await namesWith(AuthorizeResult.CONDITIONAL, READER)).toEqual([]);
  });

  it('lets owners work with what they own', async () => {
    expect(await namesWith(AuthorizeResult.ALLOW, OWNER)).toEqual([
      's3-backup.destination.use',
      's3-backup.plan.create',
      's3-backup.status.read',
    ]);
    expect(await namesWith(AuthorizeResult.CONDITIONAL, OWNER)).toEqual([
      's3-backup.backup.accept',
      's3-backup.backup.lock',
      's3-backup.backup.read',
      's3-backup.backup.restore',
      's3-backup.backup.verify',
      's3-backup.plan.pause',
      's3-backup.plan.read',
      's3-backup.run.cancel',
      's3-backup.run.read',
      's3-backup.run.start',
    ]);
    const [permission] = s3BackupPlanPermissions;
    expect(await DemoPolicy.create().handle({ permission }, OWNER)).toEqual({
      result: AuthorizeResult.CONDITIONAL,
      pluginId: 's3-backup',
      resourceType: 's3-backup-plan',
      conditions: {
        rule: 'isEntityOwner',
        resourceType: 's3-backup-plan',
        params: { claims: OWNER.info.ownershipEntityRefs },
      },
    });
  });

  it('lets nobody in who is not signed in', async () => {
    expect(await namesWith(AuthorizeResult.DENY)).toHaveLength(ALL.length);
  });

  it('leaves other plugins alone', async () => {
    const permission = createPermission({
      name: 'catalog.entity.read',
      attributes: { action: 'read' },
    });
    expect(await DemoPolicy.create().handle({ permission }, READER)).toEqual({
      result: AuthorizeResult.ALLOW,
    });
  });
});
