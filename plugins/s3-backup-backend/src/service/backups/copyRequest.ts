import { InputError } from '@backstage/errors';
import type { CopyRequest } from '@understudy/backstage-plugin-s3-backup-common';
import type { PlanCatalogue } from '../../catalogue/PlanCatalogue';
import type { KnownBackup } from '../../database/backups/BackupStore';
import type { WorkOrders } from '../../runner/ports';
import type { RunRequest } from '../../runner/requests';

/** What a copy is told; refuses what leads nowhere. @internal */
export async function copyRequest(
  backup: KnownBackup,
  request: CopyRequest,
  known: { plans: PlanCatalogue; orders: WorkOrders },
): Promise<RunRequest> {
  const { destination, plan: name, all, move } = request;
  await known.orders.destination(destination);
  const plan = name === undefined ? undefined : await known.plans.get(name);
  if (name !== undefined && !plan) {
    throw new InputError(`There is no plan ${name}: make it first`);
  }
  const to = {
    name: plan?.name ?? backup.plan,
    entityRef: plan ? plan.entityRef ?? null : backup.entityRef,
  };
  if (
    destination === backup.destination &&
    to.name === backup.plan &&
    to.entityRef === backup.entityRef
  ) {
    throw new InputError('It is there already: choose another place or plan');
  }
  if (move && move.confirm !== backup.plan) {
    throw new InputError(
      `To move backups, confirm must be the name of their plan, ${backup.plan}`,
    );
  }
  return {
    kind: 'copy',
    backupId: backup.id,
    folder: backup.folder,
    all,
    to: { destination, plan: plan ? to : null },
    move: move !== undefined,
  };
}
