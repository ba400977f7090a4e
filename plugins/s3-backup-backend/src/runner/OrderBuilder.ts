import { publicKeyOf, runFolder } from '@understudy/engine';
import type { PlanFile } from '@understudy/model';
import {
  connectionFor,
  defaultProofRules,
  UnderstudyError,
} from '@understudy/model';
import type { BackupStore, KnownBackup } from '../database/backups/BackupStore';
import type { PlanProofsStore } from '../database/PlanProofsStore';
import { destinationsOf, RunRow } from '../database/runs/RunRow';
import { toInstant } from '../database/runs/values';
import { connectionOfRun } from './connectionOfRun';
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
  | 'drill'
  | 'signingKey'
>;

/** Which fault an attempt shall have; for tests. @internal */
export type FaultOf = (row: Pick<RunRow, 'plan' | 'attempt'>) => Fault | null;

type Connection = KnownDestination['connection'];

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
  drill: null,
  signingKey: null,
};

interface OrderBuilderOptions {
  plans: PlanSource;
  orders: WorkOrders;
  backups: BackupStore;
  pruning: PruneOrders;
  proofs: PlanProofsStore;
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
    const { destinations, unreachable } = await this.#places(row, request);
    const parts = await this.#parts(
      row,
      request,
      destinations.map(({ connection }) => connection),
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
      destinations,
      unreachable,
      stallLimitMs: Number(row.stall_limit_ms),
      instance: await orders.instance(),
      publicKey: await this.#publicKey(),
      baseUrl: orders.baseUrl(),
      writeRoots: orders.writeRoots(),
      tempDirectory: attempt.tempDirectory,
      toolFolders: orders.toolFolders(),
      leaseUntil: attempt.leaseUntil,
      fault: this.options.fault?.(row) ?? null,
    };
  }

  /** Of several, one that cannot be opened does not hold the others. */
  async #places(
    row: RunRow,
    request: RunRequest,
  ): Promise<Pick<WorkOrder, 'destinations' | 'unreachable'>> {
    const places: Pick<WorkOrder, 'destinations' | 'unreachable'> = {
      destinations: [],
      unreachable: [],
    };
    let first: unknown;
    for (const name of namesFor(row)) {
      try {
        const place = await this.#place(row, name, request);
        places.destinations.push(place);
      } catch (error) {
        first ??= error;
        const problem = UnderstudyError.from(error).toProblem();
        places.unreachable.push({ name, problem });
      }
    }
    if (places.destinations.length === 0) throw first;
    return places;
  }

  async #place(
    row: RunRow,
    name: string,
    request: RunRequest,
  ): Promise<WorkOrder['destinations'][number]> {
    const { orders, backups } = this.options;
    const { connection, profile, owner } = await orders.destination(name);
    const usualBytes =
      row.kind === 'backup' ? await backups.usualBytes(row.plan, name) : [];
    return {
      connection: connectionOfRun(connection, request, row.kind),
      profile,
      owner,
      usualBytes,
    };
  }

  async #parts(
    row: RunRow,
    request: RunRequest,
    connections: Connection[],
  ): Promise<Parts> {
    switch (request.kind) {
      case 'backup':
        return this.#backup(row, connections);
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

  async #publicKey(): Promise<string | null> {
    const key = await this.options.orders.signingKey();
    return key && publicKeyOf(key);
  }

  async #backup(row: RunRow, connections: Connection[]): Promise<Parts> {
    const { orders, plans } = this.options;
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
      planFile: planFileOf(plan, recipients, connections),
      secrets,
    };
  }

  /** Restores and verifications: by the type that the manifest names. */
  async #reading(
    request: Extract<RunRequest, { kind: 'restore' | 'verify' | 'drill' }>,
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
    const drilling =
      request.kind === 'drill' ? await this.#drill(backup) : undefined;
    return {
      ...NOTHING,
      placeOptions: place.options,
      secrets: drilling?.secrets ?? place.secrets,
      drill: drilling?.drill ?? null,
      signingKey: request.kind === 'restore' ? null : await orders.signingKey(),
      source: type
        ? { type: type.type, executor: type.executor, options: null }
        : null,
      identities: await orders.identities(),
    };
  }

  /** By what the plan asks now; of one that is gone only the counts are compared. */
  async #drill(backup: KnownBackup) {
    const { plans, orders, proofs } = this.options;
    const plan = await plans.get(backup.plan);
    const rules = plan?.proof ?? defaultProofRules();
    const found = plan && orders.drill(plan);
    if (found?.server && !found.place) {
      throw new UnderstudyError('drill-refused', {
        seen: `s3Backup.drills.places has no server of type ${found.server}.`,
      });
    }
    return {
      secrets: found?.place?.secrets ?? [],
      drill: {
        ...(found?.place ? { server: found.place.options } : {}),
        questions: rules.questions,
        timeLimitMs: rules.timeLimit,
        last: await proofs.answers(backup.plan, backup.destination),
      },
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

/** Never empty: a run without a name fails by that name. */
function namesFor(row: RunRow): string[] {
  const names = destinationsOf(row);
  return names.length > 0 ? names : [''];
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
  connections: Connection[],
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
    destinations: connections.map(connection => ({
      name: connection.name,
      bucket: connection.bucket,
      prefix: connection.prefix,
      endpoint: connection.endpoint ?? null,
      region: connection.region ?? null,
    })),
  };
}
