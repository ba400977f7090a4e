import { NotFoundError } from '@backstage/errors';
import type { BasicPermission } from '@backstage/plugin-permission-common';
import {
  destinationCreatePermission,
  destinationDeletePermission,
  destinationReadPermission,
  destinationUpdatePermission,
  destinationUsePermission,
} from '@understudy/backstage-plugin-s3-backup-common';
import type { DestinationInput } from '@understudy/model';
import type { Access } from '../../permissions/Access';
import { demand, refusal } from '../../permissions/demand';
import type { CallOptions } from '../caller';
import type { WatchOptions } from '../../checkUps/watch';
import type { DestinationsService } from './DestinationsService';

/**
 * Who may what with destinations. Who may only use them knows their names and
 * health.
 * @internal
 */
export class AuthorizedDestinationsService implements DestinationsService {
  readonly #inner: DestinationsService;
  readonly #access: Access;

  static create(options: {
    inner: DestinationsService;
    access: Access;
  }): AuthorizedDestinationsService {
    return new AuthorizedDestinationsService(options.inner, options.access);
  }

  private constructor(inner: DestinationsService, access: Access) {
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

  async list(options: CallOptions) {
    const { credentials } = options;
    if (await this.#access.may(destinationReadPermission, credentials)) {
      return this.#inner.list(options);
    }
    if (!(await this.#access.may(destinationUsePermission, credentials))) {
      throw refusal(destinationReadPermission, this.#access);
    }
    return { items: [], names: (await this.#inner.list(options)).names };
  }

  async get(name: string, options: CallOptions) {
    await this.#demand(destinationReadPermission, name, options);
    return this.#inner.get(name, options);
  }

  async create(input: DestinationInput, options: CallOptions) {
    await demand(
      this.#access,
      destinationCreatePermission,
      options.credentials,
    );
    return this.#inner.create(input, options);
  }

  async update(
    input: DestinationInput,
    options: CallOptions & { expect: string },
  ) {
    await this.#demand(destinationUpdatePermission, input.name, options);
    return this.#inner.update(input, options);
  }

  async delete(name: string, options: CallOptions) {
    await this.#demand(destinationDeletePermission, name, options);
    return this.#inner.delete(name, options);
  }

  async checkUps(name: string, options: CallOptions) {
    await this.#demand(destinationReadPermission, name, options);
    return this.#inner.checkUps(name, options);
  }

  async test(name: string, options: WatchOptions) {
    await this.#demand(destinationUpdatePermission, name, options);
    return this.#inner.test(name, options);
  }

  /** A draft may keep the stored secret: whoever tests it could change it. */
  async testDraft(input: DestinationInput, options: WatchOptions) {
    await demand(
      this.#access,
      destinationCreatePermission,
      options.credentials,
    );
    await demand(
      this.#access,
      destinationUpdatePermission,
      options.credentials,
    );
    return this.#inner.testDraft(input, options);
  }
}
