import { Growth } from '@understudy/backstage-plugin-s3-backup-common';

/** More than so many areas cannot be told apart. */
const SHOWN = 5;

/** What one plan, or all the small ones, held on each day. */
export interface GrowthArea {
  /** None: all other plans together. */
  plan: string | null;
  /** Bytes on each day, of what is still stored. */
  bytes: number[];
}

/** Stacked areas over the days from the first backup until now. */
export interface GrowthAreas {
  /** `YYYY-MM-DD`, without a gap; at least two. */
  days: string[];
  areas: GrowthArea[];
  total: number;
}

const DAY = 24 * 3_600_000;
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);

/** Each day from the first to the last, at least two. */
function daysFrom(first: string, last: string): string[] {
  const end = Date.parse(last);
  let at = Math.min(Date.parse(first), end - DAY);
  const days: string[] = [];
  for (; at <= end; at += DAY) days.push(dayOf(at));
  return days;
}

/**
 * Growth as areas, the largest plan first; what days added becomes what stood
 * there. Nothing where no backup is known. Pure.
 */
export function growthAreas(growth: Growth): GrowthAreas | undefined {
  const [first] = growth.days;
  if (!first) return undefined;
  const days = daysFrom(first.date, growth.asOf.slice(0, 10));
  const index = new Map(days.map((date, at) => [date, at]));
  const shown = growth.plans.slice(0, SHOWN).map(({ plan }) => plan);
  const added = new Map<string | null, number[]>();
  for (const { date, plan, bytes } of growth.days) {
    const name = shown.includes(plan) ? plan : null;
    const row = added.get(name) ?? days.map(() => 0);
    // A backup of a clock that was ahead counts on the last day.
    row[index.get(date) ?? days.length - 1] += bytes;
    added.set(name, row);
  }
  const names = [...shown, null].filter(name => added.has(name));
  const areas = names.map(plan => {
    let sum = 0;
    const bytes = (added.get(plan) as number[]).map(add => (sum += add));
    return { plan, bytes };
  });
  const total = areas.reduce((sum, area) => sum + (area.bytes.at(-1) ?? 0), 0);
  return { days, areas, total };
}

/** Four ticks at powers of two, the top one at or above the most. Pure. */
export function ticksOf(most: number): number[] {
  const top = 2 ** Math.ceil(Math.log2(Math.max(most, 4)));
  return [top / 4, top / 2, (3 * top) / 4, top];
}
