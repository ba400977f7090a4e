import type { Rung } from '@understudy/model';
import type { ResourcePermission } from '@backstage/plugin-permission-common';
import {
  backupDeletePermission,
  backupDownloadPermission,
  backupLockPermission,
  backupReadPermission,
  BackupQuery,
  CopyRequest,
  destinationUsePermission,
  planReadPermission,
  planUpdatePermission,
  LockRequest,
  backupRestorePermission,
  backupVerifyPermission,
  RestoreRequest,
} from '@understudy/backstage-plugin-s3-backup-common';
import type { PlanCatalogue } from '../../catalogue/PlanCatalogue';
import type {
  BackupStore,
  KnownBackup,
} from '../../database/backups/BackupStore';
import type { Access } from '../../permissions/Access';
import { demand, demandOnPlan, refusal } from '../../permissions/demand';
import type { CallOptions } from '../caller';
import type { BackupsService } from './BackupsService';
import type { DownloadsService } from './DownloadsService';

const resourceOf = ({ plan, entityRef, ownerRef }: KnownBackup) => ({
  plan,
  entityRef,
  ownerRef,
});

interface Options {
  inner: BackupsService;
  downloads: DownloadsService;
  access: Access;
  backups: BackupStore;
  plans: PlanCatalogue;
}

/** Who may what with backups, their downloads included. @internal */
export class AuthorizedBackupsService
  implements BackupsService, DownloadsService
{
  readonly #options: Options;

  static create(options: Options): AuthorizedBackupsService {
    return new AuthorizedBackupsService(options);
  }

  private constructor(options: Options) {
    this.#options = options;
  }

  async #demand(
    id: string,
    { credentials }: CallOptions,
    act?: ResourcePermission,
  ): Promise<KnownBackup> {
    const { thing } = await demandOnPlan({
      access: this.#options.access,
      credentials,
      what: `backup ${id}`,
      thing: await this.#options.backups.get(id),
      resourceOf,
      see: [backupReadPermission],
      act,
    });
    return thing;
  }

  async list(query: BackupQuery, options: CallOptions) {
    const { access, inner } = this.#options;
    const decision = await access.onPlans(
      backupReadPermission,
      options.credentials,
    );
    if (!decision.some) throw refusal(backupReadPermission, access);
    return inner.list(query, { ...options, visible: decision.filter });
  }

  async get(id: string, options: CallOptions) {
    const { access, inner } = this.#options;
    const backup = await this.#demand(id, options);
    const [detail, restoring] = await Promise.all([
      inner.get(id, options),
      access.onPlans(backupRestorePermission, options.credentials),
    ]);
    if (restoring.allows(resourceOf(backup))) return detail;
    // Where one may not restore, folders of the server are nobody's business.
    return { ...detail, restoreRoots: [], restorePlace: null };
  }

  async manifest(id: string, options: CallOptions) {
    await this.#demand(id, options);
    return this.#options.inner.manifest(id, options);
  }

  async evidence(id: string, options: CallOptions) {
    await this.#demand(id, options);
    return this.#options.inner.evidence(id, options);
  }

  async verify(id: string, to: Rung, options: CallOptions) {
    await this.#demand(id, options, backupVerifyPermission);
    return this.#options.inner.verify(id, to, options);
  }

  async restore(id: string, request: RestoreRequest, options: CallOptions) {
    await this.#demand(id, options, backupRestorePermission);
    return this.#options.inner.restore(id, request, options);
  }

  /**
   * Whoever copies takes content elsewhere, and may as well restore it. Who
   * moves deletes; who gives it to a plan changes that plan.
   */
  async copy(id: string, request: CopyRequest, options: CallOptions) {
    const { access, plans, inner } = this.#options;
    const { credentials } = options;
    await this.#demand(id, options, backupRestorePermission);
    if (request.move) await this.#demand(id, options, backupDeletePermission);
    await demand(access, destinationUsePermission, credentials);
    if (request.plan !== undefined) {
      await demandOnPlan({
        access,
        credentials,
        what: `plan ${request.plan}`,
        thing: await plans.get(request.plan),
        resourceOf: plan => ({
          plan: plan.name,
          entityRef: plan.entityRef ?? null,
          ownerRef: plan.ownerRef,
        }),
        see: [planReadPermission],
        act: planUpdatePermission,
      });
    }
    return inner.copy(id, request, options);
  }

  async delete(id: string, confirm: string, options: CallOptions) {
    await this.#demand(id, options, backupDeletePermission);
    return this.#options.inner.delete(id, confirm, options);
  }

  async lock(id: string, request: LockRequest, options: CallOptions) {
    await this.#demand(id, options, backupLockPermission);
    return this.#options.inner.lock(id, request, options);
  }

  async unlock(id: string, confirm: string | undefined, options: CallOptions) {
    await this.#demand(id, options, backupLockPermission);
    return this.#options.inner.unlock(id, confirm, options);
  }

  async ticket(
    id: string,
    artifact: string,
    form: 'stored' | 'original',
    options: CallOptions,
  ) {
    await this.#demand(id, options, backupDownloadPermission);
    return this.#options.downloads.ticket(id, artifact, form, options);
  }

  /** The ticket is the right. */
  async open(ticket: string, signal: AbortSignal) {
    return this.#options.downloads.open(ticket, signal);
  }
}
