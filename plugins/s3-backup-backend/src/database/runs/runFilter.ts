import type { RunQuery } from '@understudy/backstage-plugin-s3-backup-common';
import type { Knex } from 'knex';
import { fromInstant } from './values';

/** `%` and `_` of what somebody typed are letters. */
function likePattern(text: string): string {
  return `%${text.toLocaleLowerCase('en-US').replace(/[\\%_]/g, '\\$&')}%`;
}

/** Of several destinations a run has a list; names hold no wild card. */
function ofDestinations(select: Knex.QueryBuilder, names: string[]): void {
  select.where(any => {
    any.whereIn('destination', names);
    for (const name of names) any.orWhereLike('destinations', `%"${name}"%`);
  });
}

/** Conditions of `GET /runs`; several values of one field mean any of them. */
export function applyRunQuery(
  select: Knex.QueryBuilder,
  query: Partial<RunQuery>,
): void {
  if (query.plan) select.whereIn('plan', query.plan);
  if (query.entity) {
    select.whereIn(
      'entity_ref',
      query.entity.map(ref => ref.toLocaleLowerCase('en-US')),
    );
  }
  if (query.kind) select.whereIn('kind', query.kind);
  if (query.status) select.whereIn('status', query.status);
  if (query.trigger) select.whereIn('trigger_type', query.trigger);
  if (query.destination) ofDestinations(select, query.destination);
  if (query.from) select.where('sorted_at', '>=', fromInstant(query.from));
  if (query.to) select.where('sorted_at', '<', fromInstant(query.to));
  if (query.q) {
    const pattern = likePattern(query.q);
    select.where(any => {
      for (const column of ['plan', 'plan_title', 'entity_ref', 'id']) {
        any.orWhereRaw(`lower(${column}) like ? escape '\\'`, [pattern]);
      }
    });
  }
}
