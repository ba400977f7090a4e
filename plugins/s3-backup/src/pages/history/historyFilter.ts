import {
  RUN_KINDS,
  RUN_STATUSES,
  RunKind,
  RunStatus,
} from '@understudy/backstage-plugin-s3-backup-common';
import { RunFilter } from '../../api';

/** Rows a page; the first is the default. */
export const PAGE_SIZES = [25, 10, 50, 100];

const known = <T extends string>(values: string[], all: readonly T[]): T[] =>
  values.filter((value): value is T =>
    (all as readonly string[]).includes(value),
  );

const list = <T>(values: T[]): T[] | undefined =>
  values.length > 0 ? values : undefined;

/** Reads the filters from an address. What is not known is left out. */
export function filterOf(query: URLSearchParams): RunFilter {
  const limit = Number(query.get('limit'));
  return {
    q: query.get('q') ?? undefined,
    status: list(known<RunStatus>(query.getAll('status'), RUN_STATUSES)),
    kind: list(known<RunKind>(query.getAll('kind'), RUN_KINDS)),
    trigger: list(
      known(query.getAll('trigger'), ['schedule', 'user', 'service']),
    ),
    plan: list(query.getAll('plan')),
    entity: list(query.getAll('entity')),
    destination: list(query.getAll('destination')),
    from: query.get('from') ?? undefined,
    to: query.get('to') ?? undefined,
    mine: query.get('mine') === 'true' || undefined,
    limit: PAGE_SIZES.includes(limit) ? limit : PAGE_SIZES[0],
  };
}

/** How many filters are set, whatever the page's size. */
export function filtersSet(filter: RunFilter): number {
  return Object.entries(filter).filter(
    ([name, value]) => name !== 'limit' && value !== undefined,
  ).length;
}
