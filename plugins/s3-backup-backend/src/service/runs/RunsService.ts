import type {
  BackstageCredentials,
  BackstageUserPrincipal,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { ConflictError, NotFoundError } from '@backstage/errors';
import type {
  RunLog,
  RunQuery,
} from '@understudy/backstage-plugin-s3-backup-common';
import { runFolder } from '@understudy/engine';
import type { Run } from '@understudy/model';
import type { Page, RowFilter, RunStore } from '../../database/runs/RunStore';
import type { RunQueue } from '../../queue/RunQueue';
import { CallOptions, callerOf } from '../caller';

/** What may be asked of runs. @internal */
export interface RunsService {
  list(
    query: RunQuery,
    options: CallOptions & { visible?: RowFilter },
  ): Promise<Page<Run>>;
  get(id: string, options: CallOptions): Promise<Run>;
  log(
    id: string,
    page: { offset: number; limit: number },
    options: CallOptions,
  ): Promise<RunLog>;
  cancel(id: string, options: CallOptions): Promise<Run>;
  accept(id: string, options: CallOptions): Promise<Run>;
}

interface Options {
  runs: RunStore;
  queue: RunQueue;
  userInfo: UserInfoService;
}

/** @internal */
export class DefaultRunsService implements RunsService {
  readonly #options: Options;

  static create(options: Options): DefaultRunsService {
    return new DefaultRunsService(options);
  }

  private constructor(options: Options) {
    this.#options = options;
  }

  async list(
    query: RunQuery,
    { credentials, visible }: CallOptions & { visible?: RowFilter },
  ) {
    const mine = query.mine ? await this.#mine(credentials) : undefined;
    return this.#options.runs.list(query, rows => {
      if (visible) visible(rows);
      if (mine) mine(rows);
    });
  }

  async get(id: string): Promise<Run> {
    const run = await this.#options.runs.get(id);
    if (!run) throw new NotFoundError(`There is no run ${id}`);
    return run;
  }

  async log(id: string, { offset, limit }: { offset: number; limit: number }) {
    return this.#options.runs.log(id, offset, limit);
  }

  async cancel(id: string, { credentials }: CallOptions): Promise<Run> {
    const outcome = await this.#options.queue.cancel(
      id,
      callerOf(credentials).by,
    );
    if (outcome === 'unknown') throw new NotFoundError(`There is no run ${id}`);
    if (outcome === 'ended') {
      throw new ConflictError('The run has come to its end already');
    }
    return this.get(id);
  }

  /** Publishes what was held as suspicious. */
  async accept(id: string, { credentials }: CallOptions): Promise<Run> {
    const { runs, queue } = this.#options;
    const owned = await runs.getOwned(id);
    if (!owned) throw new NotFoundError(`There is no run ${id}`);
    const { run, ownerRef } = owned;
    if (run.status !== 'failed' || run.error?.code !== 'suspicious') {
      throw new ConflictError('Nothing of this run is held as suspicious');
    }
    const attempt = Math.max(...run.attempts.map(({ n }) => n));
    const at = run.slot ?? run.startedAt ?? run.createdAt;
    return queue.enqueue({
      kind: 'backup',
      plan: run.plan,
      planTitle: run.planTitle,
      entityRef: run.entityRef,
      ownerRef,
      trigger: callerOf(credentials),
      destination: run.destination,
      destinations: run.destinations,
      request: {
        kind: 'accept',
        runId: run.id,
        attempt,
        folder: runFolder({
          entityRef: run.entityRef,
          plan: run.plan,
          at,
          runId: run.id,
        }),
      },
    });
  }

  /** Runs of what the caller owns. */
  async #mine(credentials: BackstageCredentials): Promise<RowFilter> {
    const principal = credentials.principal as { type?: string };
    if (principal.type !== 'user') return () => {};
    const { ownershipEntityRefs } = await this.#options.userInfo.getUserInfo(
      credentials as BackstageCredentials<BackstageUserPrincipal>,
    );
    return rows => {
      rows.whereIn('owner_ref', ownershipEntityRefs);
    };
  }
}
