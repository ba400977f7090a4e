import type { LogLine, Run, RunKind } from '@understudy/model';
import type { RunQuery } from '@understudy/backstage-plugin-s3-backup-common';
import type { Knex } from 'knex';

/**
 * Narrows a list to what somebody may see. Tables `runs` and `backups` both
 * have `plan`, `entity_ref` and `owner_ref`.
 * @internal
 */
export type RowFilter = (query: Knex.QueryBuilder) => void;

/** @internal */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** One day of the 30-day strip. @internal */
export interface DayCount {
  /** `2026-11-21` in the zone asked for. */
  date: string;
  succeeded: number;
  partial: number;
  failed: number;
  missed: number;
  cancelled: number;
}

/** Reads runs. Writing is the queue's and the worker's. @internal */
export interface RunStore {
  get(id: string): Promise<Run | undefined>;
  /** With what only the portal itself needs: owner and request. */
  getOwned(
    id: string,
  ): Promise<{ run: Run; ownerRef: string | null } | undefined>;
  /** Newest first, keyset; `mine` is the caller's filter. */
  list(
    query: Partial<RunQuery> & { limit: number },
    visible?: RowFilter,
  ): Promise<Page<Run>>;
  log(
    id: string,
    offset: number,
    limit: number,
  ): Promise<{ lines: LogLine[]; total: number; offset: number }>;
  /** Newest run of a plan, of these kinds (default: backup). */
  last(plan: string, kinds?: RunKind[]): Promise<Run | undefined>;
  running(visible?: RowFilter): Promise<Run[]>;
  /** Ends since an instant, by status; missed rows count their slots. */
  endedSince(
    since: string,
    visible?: RowFilter,
  ): Promise<
    Record<'succeeded' | 'partial' | 'failed' | 'missed' | 'cancelled', number>
  >;
  /** Backups by day, oldest first, one row a day even where nothing ran. */
  days(options: {
    plan?: string;
    days: number;
    timeZone: string;
    visible?: RowFilter;
  }): Promise<DayCount[]>;
  /** Median seconds of the last five good runs, null under three. */
  usualSeconds(plan: string, kind: RunKind): Promise<number | null>;
  /** Copies a changed owner to the plan's rows. */
  setOwner(plan: string, ownerRef: string | null): Promise<void>;
}
