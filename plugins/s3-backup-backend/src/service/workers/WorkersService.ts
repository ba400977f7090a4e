import type {
  Worker,
  WorkerList,
} from '@understudy/backstage-plugin-s3-backup-common';
import type { BackupConfig } from '../../config';
import type {
  KnownWorker,
  WorkersStore,
} from '../../database/workers/WorkersStore';
import type { CallOptions } from '../caller';

/** Who does the work. @internal */
export interface WorkersService {
  list(options: CallOptions): Promise<WorkerList>;
}

function toAnswer({ lost, draining, leaseMs, ...worker }: KnownWorker): Worker {
  const busy = draining ? 'draining' : 'alive';
  return { ...worker, state: lost ? 'lost' : busy };
}

/** @internal */
export class DefaultWorkersService implements WorkersService {
  static create(options: {
    workers: WorkersStore;
    config: BackupConfig;
  }): DefaultWorkersService {
    return new DefaultWorkersService(options.workers, options.config);
  }

  private constructor(
    private readonly workers: WorkersStore,
    private readonly config: BackupConfig,
  ) {}

  async list(): Promise<WorkerList> {
    const items = (await this.workers.list()).map(toAnswer);
    return { items, role: this.config.worker.role };
  }
}
