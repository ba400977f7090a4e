import {
  settingsReadPermission,
  settingsUpdatePermission,
  SettingsInput,
} from '@understudy/backstage-plugin-s3-backup-common';
import type { Access } from '../../permissions/Access';
import { demand } from '../../permissions/demand';
import type { CallOptions } from '../caller';
import type { SettingsService } from './SettingsService';

/** Who may what with settings. @internal */
export class AuthorizedSettingsService implements SettingsService {
  readonly #inner: SettingsService;
  readonly #access: Access;

  static create(options: {
    inner: SettingsService;
    access: Access;
  }): AuthorizedSettingsService {
    return new AuthorizedSettingsService(options.inner, options.access);
  }

  private constructor(inner: SettingsService, access: Access) {
    this.#inner = inner;
    this.#access = access;
  }

  async get(options: CallOptions) {
    await demand(this.#access, settingsReadPermission, options.credentials);
    return this.#inner.get(options);
  }

  async update(
    input: SettingsInput,
    options: CallOptions & { expect: string },
  ) {
    await demand(this.#access, settingsUpdatePermission, options.credentials);
    return this.#inner.update(input, options);
  }

  async confirmRecovered(options: CallOptions) {
    await demand(this.#access, settingsUpdatePermission, options.credentials);
    return this.#inner.confirmRecovered(options);
  }

  async testMail(to: string, options: CallOptions) {
    await demand(this.#access, settingsUpdatePermission, options.credentials);
    return this.#inner.testMail(to, options);
  }
}
