import type { Growth } from '@understudy/backstage-plugin-s3-backup-common';

/** Sums of days by plan, the largest first. Pure. @internal */
export function totalsOf(
  days: { plan: string; backups: number; bytes: number }[],
): Growth['plans'] {
  const totals = new Map<string, Growth['plans'][number]>();
  for (const { plan, backups, bytes } of days) {
    const total = totals.get(plan) ?? { plan, backups: 0, bytes: 0 };
    total.backups += backups;
    total.bytes += bytes;
    totals.set(plan, total);
  }
  return [...totals.values()].sort((a, b) => b.bytes - a.bytes);
}
