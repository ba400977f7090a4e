import {
  destinationUpdatePermission,
  keyCreatePermission,
  planCreatePermission,
  settingsReadPermission,
  settingsUpdatePermission,
} from '@understudy/backstage-plugin-s3-backup-common';
import type { Access } from '../../permissions/Access';
import { demand } from '../../permissions/demand';
import type { CallOptions } from '../caller';
import type { SimpleSettingsService } from './SimpleSettingsService';

/**
 * Who may use the classic form: it writes a destination, a plan and a key, so
 * all of their rights are needed.
 * @internal
 */
export class AuthorizedSimpleSettingsService implements SimpleSettingsService {
  readonly #inner: SimpleSettingsService;
  readonly #access: Access;

  static create(options: {
    inner: SimpleSettingsService;
    access: Access;
  }): AuthorizedSimpleSettingsService {
    return new AuthorizedSimpleSettingsService(options.inner, options.access);
  }

  private constructor(inner: SimpleSettingsService, access: Access) {
    this.#inner = inner;
    this.#access = access;
  }

  async get(options: CallOptions) {
    await demand(this.#access, settingsReadPermission, options.credentials);
    return this.#inner.get(options);
  }

  async update(
    input: Parameters<SimpleSettingsService['update']>[0],
    options: CallOptions & { expect: string },
  ) {
    for (const permission of [
      settingsUpdatePermission,
      destinationUpdatePermission,
      planCreatePermission,
      keyCreatePermission,
    ]) {
      await demand(this.#access, permission, options.credentials);
    }
    return this.#inner.update(input, options);
  }
}
