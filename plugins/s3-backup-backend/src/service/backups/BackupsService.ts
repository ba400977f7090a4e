import { InputError, NotFoundError } from '@backstage/errors';
import type {
  BackupQuery,
  CopyRequest,
  LockRequest,
  RestoreCheck,
  RestoreRequest,
} from '@understudy/backstage-plugin-s3-backup-common';
import {
  Backup,
  BackupDetail,
  Evidence,
  Manifest,
  Run,
  Rung,
  UnderstudyError,
} from '@understudy/model';
import type { PlanCatalogue } from '../../catalogue/PlanCatalogue';
import type {
  BackupStore,
  KnownBackup,
} from '../../database/backups/BackupStore';
import type { Page, RowFilter } from '../../database/runs/RunStore';
import type { RunQueue } from '../../queue/RunQueue';
import type { RulesBook } from '../../retention/rulesNow';
import type { WorkOrders } from '../../runner/ports';
import type { RunRequest } from '../../runner/requests';
import { CallOptions, callerOf } from '../caller';
import { lookAtPlace } from './places';
import { BackupLocks, refuseLocked } from './BackupLocks';
import type { BackupViews } from './BackupViews';
import type { Readability } from './Readability';
import { checkRestore } from './restoreCheck';
import { copyRequest } from './copyRequest';
import { restoreRequest } from './restoreRequest';

/** What may be asked of backups. @internal */
export interface BackupsService {
  list(
    query: BackupQuery,
    options: CallOptions & { visible?: RowFilter },
  ): Promise<Page<Backup>>;
  get(id: string, options: CallOptions): Promise<BackupDetail>;
  manifest(id: string, options: CallOptions): Promise<Manifest>;
  evidence(id: string, options: CallOptions): Promise<Evidence>;
  verify(id: string, to: Rung, options: CallOptions): Promise<Run>;
  restore(
    id: string,
    request: RestoreRequest,
    options: CallOptions,
  ): Promise<Run | RestoreCheck>;
  copy(id: string, request: CopyRequest, options: CallOptions): Promise<Run>;
  delete(id: string, confirm: string, options: CallOptions): Promise<Run>;
  lock(id: string, request: LockRequest, options: CallOptions): Promise<Backup>;
  unlock(
    id: string,
    confirm: string | undefined,
    options: CallOptions,
  ): Promise<Backup>;
}

interface Options {
  backups: BackupStore;
  plans: PlanCatalogue;
  orders: WorkOrders;
  queue: RunQueue;
  readability: Readability;
  views: BackupViews;
  locks: BackupLocks;
  book: RulesBook;
}

/** @internal */
export class DefaultBackupsService implements BackupsService {
  readonly #options: Options;

  static create(options: Options): DefaultBackupsService {
    return new DefaultBackupsService(options);
  }

  private constructor(options: Options) {
    this.#options = options;
  }

  async #known(id: string): Promise<KnownBackup> {
    const backup = await this.#options.backups.get(id);
    if (!backup) throw new NotFoundError(`There is no backup ${id}`);
    return backup;
  }

  async list(
    query: BackupQuery,
    { visible }: CallOptions & { visible?: RowFilter },
  ) {
    const { backups, views } = this.#options;
    const page = await backups.list(await this.#narrowed(query), visible);
    return {
      nextCursor: page.nextCursor,
      items: await views.list(page.items),
    };
  }

  async get(id: string): Promise<BackupDetail> {
    return this.#options.views.detail(await this.#known(id));
  }

  async manifest(id: string): Promise<Manifest> {
    return (await this.#known(id)).manifest;
  }

  async evidence(id: string): Promise<Evidence> {
    return this.#options.views.evidence(await this.#known(id));
  }

  async verify(id: string, to: Rung, options: CallOptions): Promise<Run> {
    const backup = await this.#usable(id);
    const { folder } = backup;
    if (to === 'restored' || to === 'asserted') {
      await this.#demandDrill(backup);
      const request = { kind: 'drill' as const, backupId: id, folder };
      return this.#enqueue('drill', backup, request, options);
    }
    if (to === 'opened') await this.#options.readability.demand(backup);
    return this.#enqueue(
      'verify',
      backup,
      { kind: 'verify', backupId: id, folder, to },
      options,
    );
  }

  /** What the run would refuse, said to whoever asks for it. */
  async #demandDrill(backup: KnownBackup): Promise<void> {
    const { readability, plans, orders } = this.#options;
    await readability.demand(backup);
    const plan = await plans.get(backup.plan);
    const drill = plan && orders.drill(plan);
    const seen = drill?.not
      ? 'Dumps in plain format name owners, whom a role without rights cannot make.'
      : `s3Backup.drills.places has no server of type ${drill?.server}.`;
    if (drill?.not || (drill?.server && !drill.place)) {
      throw new UnderstudyError('drill-refused', { seen });
    }
  }

  async restore(id: string, request: RestoreRequest, options: CallOptions) {
    const { orders, readability, plans } = this.#options;
    if (request.dryRun) {
      return checkRestore({
        backup: await this.#known(id),
        request,
        roots: orders.writeRoots(),
        readability,
        lookAtPlace: (backup, place, wanted) =>
          lookAtPlace({ backup, place, wanted, plans, orders }),
      });
    }
    const backup = await this.#usable(id);
    await readability.demand(backup);
    const wanted = await restoreRequest(backup, request, orders.writeRoots());
    return this.#enqueue('restore', backup, wanted, options);
  }

  async copy(id: string, request: CopyRequest, options: CallOptions) {
    const backup = await this.#usable(id);
    const { plans, orders } = this.#options;
    const wanted = await copyRequest(backup, request, { plans, orders });
    return this.#enqueue('copy', backup, wanted, options);
  }

  async delete(id: string, confirm: string, options: CallOptions) {
    const backup = await this.#known(id);
    if (confirm !== backup.plan) {
      throw new InputError(
        `To delete this backup, confirm must be the name of its plan, ${backup.plan}`,
      );
    }
    if (backup.lastGood) {
      throw new UnderstudyError('last-good-backup', {
        plan: backup.plan,
        destination: backup.destination,
      });
    }
    refuseLocked(backup);
    const { by } = callerOf(options.credentials);
    return this.#enqueue(
      'delete',
      backup,
      {
        kind: 'delete',
        backupId: id,
        folder: backup.folder,
        why: `deleted by ${by}`,
      },
      options,
    );
  }

  async lock(id: string, request: LockRequest, options: CallOptions) {
    await this.#options.locks.lock(await this.#usable(id), request, options);
    return this.#answer(id);
  }

  async unlock(id: string, confirm: string | undefined) {
    await this.#options.locks.unlock(await this.#known(id), confirm);
    return this.#answer(id);
  }

  async #answer(id: string): Promise<Backup> {
    const [answer] = await this.#options.views.list([await this.#known(id)]);
    return answer;
  }

  /** Whose plan is gone is not known to the rows: their names are. */
  async #narrowed(query: BackupQuery) {
    if (query.orphaned === undefined) return query;
    const { backups, book } = this.#options;
    const rulesOf = await book.read();
    const plans = new Set((await backups.places()).map(({ plan }) => plan));
    const named = [...plans].filter(
      plan =>
        rulesOf(plan).orphaned === query.orphaned &&
        (!query.plan || query.plan.includes(plan)),
    );
    return { ...query, plan: named };
  }

  async #usable(id: string): Promise<KnownBackup> {
    const backup = await this.#known(id);
    if (backup.state === 'deleting') {
      throw new UnderstudyError('backup-deleting', { key: backup.folder });
    }
    return backup;
  }

  async #enqueue(
    kind: 'verify' | 'drill' | 'restore' | 'delete' | 'copy',
    backup: KnownBackup,
    request: RunRequest,
    { credentials }: CallOptions,
  ): Promise<Run> {
    const plan = await this.#options.plans.get(backup.plan);
    return this.#options.queue.enqueue({
      kind,
      plan: backup.plan,
      planTitle: plan?.title ?? null,
      entityRef: backup.entityRef,
      ownerRef: backup.ownerRef,
      trigger: callerOf(credentials),
      destination: backup.destination,
      request,
      // A place to restore into stands where the source does.
      labels: kind === 'restore' ? plan?.worker?.labels : undefined,
    });
  }
}
