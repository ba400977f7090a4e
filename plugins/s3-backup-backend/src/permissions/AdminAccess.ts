import type {
  BackstageCredentials,
  BackstageUserPrincipal,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  BasicPermission,
  Permission,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import { statusReadPermission } from '@understudy/backstage-plugin-s3-backup-common';
import { Access, ALL_PLANS, NO_PLAN, PlanDecision } from './Access';

/**
 * Stands in where the permission framework is off, which by itself would let
 * everybody do everything: all but reading the status is for
 * `s3Backup.admins`.
 * @internal
 */
export class AdminAccess implements Access {
  readonly #admins: Set<string>;
  readonly #userInfo: UserInfoService;
  readonly #permissions: PermissionsService;

  static create(options: {
    admins: string[];
    userInfo: UserInfoService;
    permissions: PermissionsService;
  }): AdminAccess {
    return new AdminAccess(options);
  }

  private constructor(options: {
    admins: string[];
    userInfo: UserInfoService;
    permissions: PermissionsService;
  }) {
    this.#admins = new Set(
      options.admins.map(ref => ref.toLocaleLowerCase('en-US')),
    );
    this.#userInfo = options.userInfo;
    this.#permissions = options.permissions;
  }

  get remedy(): string {
    return this.#admins.size === 0
      ? 'The permission framework is off and s3Backup.admins names nobody: set s3Backup.admins, or turn the permission framework on.'
      : 'The permission framework is off: this is for those whom s3Backup.admins names.';
  }

  async may(
    permission: BasicPermission,
    credentials: BackstageCredentials,
  ): Promise<boolean> {
    return (
      permission.name === statusReadPermission.name ||
      this.#isAdmin(permission, credentials)
    );
  }

  async onPlans(
    permission: ResourcePermission,
    credentials: BackstageCredentials,
  ): Promise<PlanDecision> {
    return (await this.#isAdmin(permission, credentials)) ? ALL_PLANS : NO_PLAN;
  }

  async #isAdmin(
    permission: Permission,
    credentials: BackstageCredentials,
  ): Promise<boolean> {
    const principal = credentials.principal as { type?: string };
    if (principal?.type === 'service') {
      // Other plugins and external tokens: within their access restrictions.
      const [decision] = await this.#permissions.authorizeConditional(
        [{ permission: permission as ResourcePermission }],
        { credentials },
      );
      return decision.result === AuthorizeResult.ALLOW;
    }
    if (principal?.type !== 'user' || this.#admins.size === 0) return false;
    const { userEntityRef, ownershipEntityRefs } =
      await this.#userInfo.getUserInfo(
        credentials as BackstageCredentials<BackstageUserPrincipal>,
      );
    return [userEntityRef, ...ownershipEntityRefs].some(ref =>
      this.#admins.has(ref.toLocaleLowerCase('en-US')),
    );
  }
}
