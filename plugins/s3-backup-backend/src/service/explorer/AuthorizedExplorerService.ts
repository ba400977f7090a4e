import { NotFoundError } from '@backstage/errors';
import type { BasicPermission } from '@backstage/plugin-permission-common';
import {
  destinationAdoptPermission,
  destinationDeletePermission,
  destinationReadPermission,
  destinationUpdatePermission,
  destinationUsePermission,
  ObjectQuery,
  ObjectsDelete,
} from '@understudy/backstage-plugin-s3-backup-common';
import type { Access } from '../../permissions/Access';
import { refusal } from '../../permissions/demand';
import type { CallOptions } from '../caller';
import type { ExplorerService } from './ExplorerService';

/**
 * Who may look into a bucket: its keys name all entities and plans, so only
 * who may read destinations. To delete there takes the rights to change and to
 * delete one.
 * @internal
 */
export class AuthorizedExplorerService implements ExplorerService {
  readonly #inner: ExplorerService;
  readonly #access: Access;

  static create(options: {
    inner: ExplorerService;
    access: Access;
  }): AuthorizedExplorerService {
    return new AuthorizedExplorerService(options.inner, options.access);
  }

  private constructor(inner: ExplorerService, access: Access) {
    this.#inner = inner;
    this.#access = access;
  }

  /** 404 for those who may neither read nor use destinations. */
  async #demand(
    name: string,
    { credentials }: CallOptions,
    ...permissions: BasicPermission[]
  ): Promise<void> {
    for (const permission of permissions) {
      if (await this.#access.may(permission, credentials)) continue;
      for (const right of [
        destinationReadPermission,
        destinationUsePermission,
      ]) {
        if (await this.#access.may(right, credentials)) {
          throw refusal(permission, this.#access);
        }
      }
      throw new NotFoundError(`There is no destination ${name}`);
    }
  }

  async objects(name: string, query: ObjectQuery, options: CallOptions) {
    await this.#demand(name, options, destinationReadPermission);
    return this.#inner.objects(name, query, options);
  }

  async object(name: string, key: string, options: CallOptions) {
    await this.#demand(name, options, destinationReadPermission);
    return this.#inner.object(name, key, options);
  }

  async uploads(name: string, options: CallOptions) {
    await this.#demand(name, options, destinationReadPermission);
    return this.#inner.uploads(name, options);
  }

  async growth(name: string, options: CallOptions) {
    await this.#demand(name, options, destinationReadPermission);
    return this.#inner.growth(name, options);
  }

  async deleteObjects(
    name: string,
    request: ObjectsDelete,
    options: CallOptions,
  ) {
    await this.#demand(
      name,
      options,
      destinationUpdatePermission,
      destinationDeletePermission,
    );
    return this.#inner.deleteObjects(name, request, options);
  }

  async rebuild(
    name: string,
    request: { dryRun: boolean },
    options: CallOptions,
  ) {
    await this.#demand(name, options, destinationUpdatePermission);
    return this.#inner.rebuild(name, request, options);
  }

  async adopt(name: string, confirm: string, options: CallOptions) {
    await this.#demand(name, options, destinationAdoptPermission);
    return this.#inner.adopt(name, confirm, options);
  }
}
