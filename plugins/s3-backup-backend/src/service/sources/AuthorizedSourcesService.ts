import {
  planCreatePermission,
  settingsReadPermission,
  settingsUpdatePermission,
  statusReadPermission,
} from '@understudy/backstage-plugin-s3-backup-common';
import type { Access } from '../../permissions/Access';
import { demand } from '../../permissions/demand';
import { configReferences } from '../../secrets/configReferences';
import type { CallOptions } from '../caller';
import type { PreviewDraft, SourcesService } from './SourcesService';

/** Who may look before making a plan. @internal */
export class AuthorizedSourcesService implements SourcesService {
  readonly #inner: SourcesService;
  readonly #access: Access;

  static create(options: {
    inner: SourcesService;
    access: Access;
  }): AuthorizedSourcesService {
    return new AuthorizedSourcesService(options.inner, options.access);
  }

  private constructor(inner: SourcesService, access: Access) {
    this.#inner = inner;
    this.#access = access;
  }

  async list(options: CallOptions) {
    if (!(await this.#access.may(planCreatePermission, options.credentials))) {
      await demand(this.#access, settingsReadPermission, options.credentials);
    }
    return this.#inner.list(options);
  }

  async check(
    type: string,
    sourceOptions: Record<string, unknown>,
    options: CallOptions,
  ) {
    await demand(this.#access, planCreatePermission, options.credentials);
    // A check sends it to the server that the options name.
    if (configReferences(sourceOptions).length > 0) {
      await demand(this.#access, settingsUpdatePermission, options.credentials);
    }
    return this.#inner.check(type, sourceOptions, options);
  }

  async preview(draft: PreviewDraft, options: CallOptions) {
    await demand(this.#access, statusReadPermission, options.credentials);
    return this.#inner.preview(draft, options);
  }
}
