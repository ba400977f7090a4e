import { NotFoundError } from '@backstage/errors';
import type { BasicPermission } from '@backstage/plugin-permission-common';
import {
  AdviceApply,
  destinationReadPermission,
  destinationUpdatePermission,
  destinationUsePermission,
} from '@understudy/backstage-plugin-s3-backup-common';
import type { Access } from '../../permissions/Access';
import { refusal } from '../../permissions/demand';
import type { CallOptions } from '../caller';
import type { HelpService } from './HelpService';

/**
 * Whoever may read a destination may see what it needs; to change its bucket
 * takes the right to change it.
 * @internal
 */
export class AuthorizedHelpService implements HelpService {
  readonly #inner: HelpService;
  readonly #access: Access;

  static create(options: {
    inner: HelpService;
    access: Access;
  }): AuthorizedHelpService {
    return new AuthorizedHelpService(options.inner, options.access);
  }

  private constructor(inner: HelpService, access: Access) {
    this.#inner = inner;
    this.#access = access;
  }

  /** 404 for those who may neither read nor use destinations. */
  async #demand(
    permission: BasicPermission,
    name: string,
    { credentials }: CallOptions,
  ): Promise<void> {
    if (await this.#access.may(permission, credentials)) return;
    for (const right of [destinationReadPermission, destinationUsePermission]) {
      if (await this.#access.may(right, credentials)) {
        throw refusal(permission, this.#access);
      }
    }
    throw new NotFoundError(`There is no destination ${name}`);
  }

  async policies(name: string, options: CallOptions) {
    await this.#demand(destinationReadPermission, name, options);
    return this.#inner.policies(name, options);
  }

  async advice(name: string, options: CallOptions) {
    await this.#demand(destinationReadPermission, name, options);
    return this.#inner.advice(name, options);
  }

  async apply(name: string, wanted: AdviceApply, options: CallOptions) {
    await this.#demand(destinationUpdatePermission, name, options);
    return this.#inner.apply(name, wanted, options);
  }
}
