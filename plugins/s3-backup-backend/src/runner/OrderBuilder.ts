import { runFolder } from '@understudy/engine';
import type { ConnectionUse, PlanFile, RunKind } from '@understudy/model';
import { connectionFor, UnderstudyError } from '@understudy/model';
import type { BackupStore } from '../database/backups/BackupStore';
import type { RunRow } from '../database/runs/RunRow';
import { toInstant } from '../database/runs/values';
import type {
  KnownDestination,
  KnownPlan,
  PlanSource,
  WorkOrders,
} from './ports';
import type { PruneOrders } from './PruneOrders';
import type { RunRequest } from './requests';
import { runRequestSchema } from './requests';
import { serverOfPlan } from './serverOfPlan';
import type { Fault, WorkOrder } from './workOrder';

/** Parts of an order that only some kinds of run need. */
type Parts = Pick<
  WorkOrder,
  | 'source'
  | 'placeOptions'
  | 'compression'
  | 'recipients'
  | 'identities'
  | 'minimumBytes'
  | 'planFile'
  | 'secrets'
  | 'retention'
  | 'target'
> & { usualBytes: number[] };

/** Whose credentials a kind of run gets, where a destination has several. */
const USES: Record<RunKind, ConnectionUse> = {
  backup: 'write',
  copy: 'restore',
  rewrap: 'write',
  rebuild: 'write',
  delete: 'prune',
  prune: 'prune',
  // Proofs are written: whoever may only read climbs no rung.
  verify: 'write',
  restore: 'restore',
  drill: 'restore',
};

/** Which fault an attempt shall have; for tests. @internal */
export type FaultOf = (row: Pick<RunRow, 'plan' | 'attempt'>) => Fault | null;

const NOTHING: Parts = {
  source: null,
  compression: 'zstd',
  recipients: [],
  identities: [],
  minimumBytes: null,
  planFile: null,
  secrets: [],
  retention: null,
  target: null,
  usualBytes: [],
};

interface OrderBuilderOptions {
  plans: PlanSource;
  orders: WorkOrders;
  backups: BackupStore;
  pruning: PruneOrders;
  fault?: FaultOf;
}

/**
 * Makes the work order of an attempt: names become connections, recipients and
 * opened options. Throws an `UnderstudyError` where something is gone.
 * @internal
 */
export class OrderBuilder {
  static create(options: OrderBuilderOptions): OrderBuilder {
    return new OrderBuilder(options);
  }

  private constructor(private readonly options: OrderBuilderOptions) {}

  async build(
    row: RunRow,
    attempt: { tempDirectory: string; leaseUntil: number },
  ): Promise<WorkOrder> {
    const { orders } = this.options;
    const request = runRequestSchema.parse(JSON.parse(row.request));
    const known = await orders.destination(row.destination ?? '');
    const moves = request.kind === 'copy' && request.move;
    const use = moves ? 'prune' : USES[row.kind];
    const connection = connectionFor(known.connection, use);
    const destination = { ...known, connection };
    const { usualBytes, ...parts } = await this.#parts(
      row,
      request,
      destination,
    );
    return {
      ...parts,
      kind: row.kind,
      request,
      run: {
        id: row.id,
        attempt: row.attempt,
        plan: row.plan,
        planTitle: row.plan_title,
        entityRef: row.entity_ref,
        slot: toInstant(row.slot),
        startedAt: toInstant(row.started_at ?? row.created_at),
        folder: row.folder ?? folderOf(row),
        by: row.trigger_by ?? 'schedule',
      },
      destination: { ...destination, usualBytes },
      instance: await orders.instance(),
      baseUrl: orders.baseUrl(),
      writeRoots: orders.writeRoots(),
      tempDirectory: attempt.tempDirectory,
      toolFolders: orders.toolFolders(),
      leaseUntil: attempt.leaseUntil,
      fault: this.options.fault?.(row) ?? null,
    };
  }

  async #parts(
    row: RunRow,
    request: RunRequest,
    destination: KnownDestination,
  ): Promise<Parts> {
    switch (request.kind) {
      case 'backup':
        return this.#backup(row, destination);
      case 'accept':
      case 'rebuild':
        return NOTHING;
      case 'delete':
        await this.#refuseLastGood(request.backupId);
        return NOTHING;
      case 'copy':
        return { ...NOTHING, target: await this.#target(row, request) };
      case 'prune':
        return { ...NOTHING, retention: await this.options.pruning.of(row) };
      default:
        return this.#reading(request);
    }
  }

  async #target(
    row: RunRow,
    { to, move }: Extract<RunRequest, { kind: 'copy' }>,
  ): Promise<Parts['target']> {
    const { orders, backups } = this.options;
    const { connection, profile } = await orders.destination(to.destination);
    const begun = move
      ? await backups.deleting(row.plan, row.destination ?? '')
      : [];
    return { connection: connectionFor(connection, 'write'), profile, begun };
  }

  async #backup(row: RunRow, { connection }: KnownDestination): Promise<Parts> {
    const { orders, plans, backups } = this.options;
    const plan = await plans.get(row.plan);
    if (!plan) throw new UnderstudyError('plan-gone', { plan: row.plan });
    const type = orders.sourceType(plan.source.type);
    if (!type) {
      throw new UnderstudyError('options-invalid', {
        what: `No source type "${plan.source.type}" is installed here.`,
      });
    }
    const { options, secrets } = await orders.sourceOptions(plan);
    const recipients = await orders.recipients(plan.encryption);
    return {
      ...NOTHING,
      source: { type: type.type, executor: type.executor, options },
      compression: plan.compression,
      recipients,
      minimumBytes: plan.minimumBytes ?? null,
      planFile: planFileOf(plan, recipients, connection),
      secrets,
      usualBytes: await backups.usualBytes(row.plan, connection.name),
    };
  }

  /** Restores and verifications: by the type that the manifest names. */
  async #reading(
    request: Extract<RunRequest, { kind: 'restore' | 'verify' }>,
  ): Promise<Parts> {
    const { orders, backups, plans } = this.options;
    const { backupId } = request;
    const backup = await backups.get(backupId);
    if (!backup) throw new UnderstudyError('backup-gone', { key: backupId });
    const type = orders.sourceType(backup.sourceType);
    const place =
      request.kind === 'restore' && request.place
        ? await serverOfPlan(backup, plans, orders)
        : { options: undefined, secrets: [] };
    return {
      ...NOTHING,
      placeOptions: place.options,
      secrets: place.secrets,
      source: type
        ? { type: type.type, executor: type.executor, options: null }
        : null,
      identities: await orders.identities(),
    };
  }

  /**
   * Deletes of a plan run one after the other, so what is the last good one
   * now stays the last good one until this run has ended.
   */
  async #refuseLastGood(backupId: string): Promise<void> {
    const backup = await this.options.backups.get(backupId);
    if (backup?.lastGood) {
      throw new UnderstudyError('last-good-backup', {
        plan: backup.plan,
        destination: backup.destination,
      });
    }
  }
}

/** The one folder of a run, whichever attempt writes there. @internal */
export function folderOf(row: RunRow): string {
  return runFolder({
    entityRef: row.entity_ref,
    plan: row.plan,
    at: toInstant(row.slot ?? row.started_at ?? row.created_at),
    runId: row.id,
  });
}

function planFileOf(
  plan: KnownPlan,
  recipients: string[],
  connection: KnownDestination['connection'],
): PlanFile {
  return {
    format: 'understudy/plan',
    name: plan.name,
    title: plan.title ?? null,
    entityRef: plan.entityRef ?? null,
    source: { type: plan.source.type },
    freshness: plan.freshness ?? null,
    retention: plan.retention ?? null,
    recipients,
    destinations: [
      {
        name: connection.name,
        bucket: connection.bucket,
        prefix: connection.prefix,
        endpoint: connection.endpoint ?? null,
        region: connection.region ?? null,
      },
    ],
  };
}
