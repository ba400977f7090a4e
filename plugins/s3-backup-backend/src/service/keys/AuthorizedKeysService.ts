import {
  keyCreatePermission,
  keyDeletePermission,
  keyReadPermission,
} from '@understudy/backstage-plugin-s3-backup-common';
import type { Access } from '../../permissions/Access';
import { demand } from '../../permissions/demand';
import type { CallOptions } from '../caller';
import type { KeysService } from './KeysService';

/** Who may what with keys. @internal */
export class AuthorizedKeysService implements KeysService {
  readonly #inner: KeysService;
  readonly #access: Access;

  static create(options: {
    inner: KeysService;
    access: Access;
  }): AuthorizedKeysService {
    return new AuthorizedKeysService(options.inner, options.access);
  }

  private constructor(inner: KeysService, access: Access) {
    this.#inner = inner;
    this.#access = access;
  }

  async list(options: CallOptions) {
    await demand(this.#access, keyReadPermission, options.credentials);
    return this.#inner.list(options);
  }

  async get(name: string, options: CallOptions) {
    await demand(this.#access, keyReadPermission, options.credentials);
    return this.#inner.get(name, options);
  }

  async create(
    input: Parameters<KeysService['create']>[0],
    options: CallOptions,
  ) {
    await demand(this.#access, keyCreatePermission, options.credentials);
    return this.#inner.create(input, options);
  }

  async confirm(name: string, lastSix: string, options: CallOptions) {
    await demand(this.#access, keyCreatePermission, options.credentials);
    return this.#inner.confirm(name, lastSix, options);
  }

  async delete(name: string, options: CallOptions) {
    await demand(this.#access, keyDeletePermission, options.credentials);
    return this.#inner.delete(name, options);
  }
}
