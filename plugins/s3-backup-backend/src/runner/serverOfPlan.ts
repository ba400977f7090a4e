import { UnderstudyError } from '@understudy/model';
import type { PlanSource, WorkOrders } from './ports';

/**
 * Options of the source that a backup is of, as its plan has them now: where
 * a restore to a place of the source's own kind goes.
 * @throws `plan-gone` where nobody knows any more
 * @internal
 */
export async function serverOfPlan(
  backup: { plan: string; sourceType: string },
  plans: PlanSource,
  orders: WorkOrders,
): Promise<{ options: unknown; secrets: string[] }> {
  const plan = await plans.get(backup.plan);
  if (plan?.source.type === backup.sourceType) {
    return orders.sourceOptions(plan);
  }
  throw new UnderstudyError(
    'plan-gone',
    { plan: backup.plan },
    {
      hint: 'Its plan said where the server is. Restore into a folder, or with the understudy command to any server.',
    },
  );
}
