import { InputError, NotFoundError } from '@backstage/errors';
import type {
  BackupQuery,
  RestoreCheck,
  RestoreRequest,
} from '@understudy/backstage-plugin-s3-backup-common';
import {
  byHand,
  Backup,
  BackupDetail,
  Manifest,
  Run,
  UnderstudyError,
} from '@understudy/model';
import type { DestinationCatalogue } from '../../catalogue/DestinationCatalogue';
import { newTarget } from '../../catalogue/paths';
import type { PlanCatalogue } from '../../catalogue/PlanCatalogue';
import type {
  BackupStore,
  KnownBackup,
} from '../../database/backups/BackupStore';
import type { Page, RowFilter } from '../../database/runs/RunStore';
import type { RunQueue } from '../../queue/RunQueue';
import type { WorkOrders } from '../../runner/ports';
import type { RunRequest } from '../../runner/requests';
import { CallOptions, callerOf } from '../caller';
import type { Readability } from './Readability';
import { readProofs } from './readProofs';
import { checkRestore } from './restoreCheck';
import { toAnswer } from './toAnswer';

/** What may be asked of backups. @internal */
export interface BackupsService {
  list(
    query: BackupQuery,
    options: CallOptions & { visible?: RowFilter },
  ): Promise<Page<Backup>>;
  get(id: string, options: CallOptions): Promise<BackupDetail>;
  manifest(id: string, options: CallOptions): Promise<Manifest>;
  verify(
    id: string,
    to: 'stored' | 'read' | 'opened',
    options: CallOptions,
  ): Promise<Run>;
  restore(
    id: string,
    request: RestoreRequest,
    options: CallOptions,
  ): Promise<Run | RestoreCheck>;
  delete(id: string, confirm: string, options: CallOptions): Promise<Run>;
}

interface Options {
  backups: BackupStore;
  plans: PlanCatalogue;
  destinations: DestinationCatalogue;
  orders: WorkOrders;
  queue: RunQueue;
  readability: Readability;
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
    const { backups, plans } = this.#options;
    const [page, known] = await Promise.all([
      backups.list(query, visible),
      plans.list(),
    ]);
    const titles = new Map(known.map(({ name, title }) => [name, title]));
    return {
      nextCursor: page.nextCursor,
      items: page.items.map(item => toAnswer(item, titles)),
    };
  }

  async get(id: string): Promise<BackupDetail> {
    const { backups, plans, destinations, readability, orders } = this.#options;
    const backup = await this.#known(id);
    const { manifest, folder } = backup;
    const [plan, entry, previous, canOpen] = await Promise.all([
      plans.get(backup.plan),
      destinations.get(backup.destination),
      backups.previous(backup),
      readability.canOpen(backup),
    ]);
    const where = entry?.settings;
    const prefix = where?.prefix ? `${where.prefix}/` : '';
    return {
      ...toAnswer(backup, new Map(plan ? [[plan.name, plan.title]] : [])),
      bucket: where?.bucket ?? '',
      endpoint: where?.endpoint ?? null,
      region: where?.region ?? null,
      folderKey: `${prefix}${folder}`,
      manifestKey: `${prefix}${backup.manifestKey}`,
      artifacts: manifest.artifacts,
      gaps: manifest.gaps,
      source: { type: manifest.source.type, version: manifest.source.version },
      restore: manifest.restore.map(line =>
        byHand(line, {
          bucket: where?.bucket ?? '',
          folderKey: `${prefix}${folder}`,
          endpoint: where?.endpoint,
        }),
      ),
      proofs: (await readProofs(backup, destinations)).map(
        ({ rung, ok, at, by, milliseconds, evidence }) => ({
          rung,
          ok,
          at,
          by,
          milliseconds,
          evidence,
        }),
      ),
      previousCounts: previous?.counts ?? null,
      canOpen,
      restoreRoots: orders.writeRoots(),
    };
  }

  async manifest(id: string): Promise<Manifest> {
    return (await this.#known(id)).manifest;
  }

  async verify(
    id: string,
    to: 'stored' | 'read' | 'opened',
    options: CallOptions,
  ): Promise<Run> {
    const backup = await this.#usable(id);
    if (to === 'opened') await this.#options.readability.demand(backup);
    const { folder } = backup;
    return this.#enqueue(
      'verify',
      backup,
      { kind: 'verify', backupId: id, folder, to },
      options,
    );
  }

  async restore(id: string, request: RestoreRequest, options: CallOptions) {
    const { orders, readability } = this.#options;
    const { target, artifacts, dryRun } = request;
    if (dryRun) {
      return checkRestore({
        backup: await this.#known(id),
        request,
        roots: orders.writeRoots(),
        readability,
      });
    }
    const backup = await this.#usable(id);
    const names = backup.manifest.artifacts.map(({ name }) => name);
    const unknown = artifacts?.find(name => !names.includes(name));
    if (unknown) {
      throw new UnderstudyError('artifact-missing', { name: unknown, names });
    }
    await readability.demand(backup);
    return this.#enqueue(
      'restore',
      backup,
      {
        kind: 'restore',
        backupId: id,
        folder: backup.folder,
        target: await newTarget({ ...target, roots: orders.writeRoots() }),
        ...(artifacts ? { artifacts } : {}),
      },
      options,
    );
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

  async #usable(id: string): Promise<KnownBackup> {
    const backup = await this.#known(id);
    if (backup.state === 'deleting') {
      throw new UnderstudyError('backup-deleting', { key: backup.folder });
    }
    return backup;
  }

  async #enqueue(
    kind: 'verify' | 'restore' | 'delete',
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
    });
  }
}
