import { workerReadPermission } from '@understudy/backstage-plugin-s3-backup-common';
import type { Access } from '../../permissions/Access';
import { demand } from '../../permissions/demand';
import type { CallOptions } from '../caller';
import type { WorkersService } from './WorkersService';

/** Who may see workers. @internal */
export class AuthorizedWorkersService implements WorkersService {
  static create(options: {
    inner: WorkersService;
    access: Access;
  }): AuthorizedWorkersService {
    return new AuthorizedWorkersService(options.inner, options.access);
  }

  private constructor(
    private readonly inner: WorkersService,
    private readonly access: Access,
  ) {}

  async list(options: CallOptions) {
    await demand(this.access, workerReadPermission, options.credentials);
    return this.inner.list(options);
  }
}
