import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BackupStore } from '../database/backups/BackupStore';
import type { RunRow } from '../database/runs/RunRow';
import { loadExecutor } from './loadExecutor';
import type { PlanSource, WorkOrders } from './ports';
import type { RunRequest } from './requests';
import { serverOfPlan } from './serverOfPlan';

const TIME = 60_000;

/**
 * Removes from a server what a dead drill or restore made there; it bears the
 * run's id. Nothing where the plan, the backup or the server is not known any
 * more.
 * @internal
 */
export async function dropScratch(options: {
  run: Pick<RunRow, 'id' | 'plan'>;
  request: Extract<RunRequest, { kind: 'drill' | 'restore' }>;
  plans: PlanSource;
  backups: BackupStore;
  orders: WorkOrders;
}): Promise<string[]> {
  const { run, request, plans, backups, orders } = options;
  const [plan, backup] = await Promise.all([
    plans.get(run.plan),
    backups.get(request.backupId),
  ]);
  if (!plan || !backup || plan.source.type !== backup.sourceType) return [];
  const type = orders.sourceType(backup.sourceType);
  const executor = type && (await loadExecutor(type));
  if (!executor?.dropScratch) return [];
  const server =
    request.kind === 'drill'
      ? orders.drill(plan).place
      : await serverOfPlan(backup, plans, orders);
  if (!server) return [];
  const tempDirectory = await mkdtemp(
    join(orders.tempDirectory(), 'understudy-look-'),
  );
  try {
    return await executor.dropScratch(server.options, {
      runId: run.id,
      signal: AbortSignal.timeout(TIME),
      tempDirectory,
      toolFolders: orders.toolFolders(),
      log: () => {},
    });
  } finally {
    await rm(tempDirectory, { recursive: true, force: true });
  }
}
