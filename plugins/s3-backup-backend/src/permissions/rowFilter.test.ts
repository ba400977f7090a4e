import knexFactory from 'knex';
import type { RowFilter } from '../database/runs/RunStore';
import { noRows, toRowFilter } from './rowFilter';

const knex = knexFactory({ client: 'better-sqlite3', useNullAsDefault: true });
const owned =
  (...refs: string[]): RowFilter =>
  query =>
    void query.whereIn('owner_ref', refs);
const of =
  (...refs: string[]): RowFilter =>
  query =>
    void query.whereIn('entity_ref', refs);

type Criteria = Parameters<typeof toRowFilter>[0];

const sql = (criteria: Criteria) => {
  const query = knex('runs').where({ plan: 'p' });
  toRowFilter(criteria)(query);
  return query.toString();
};

describe('toRowFilter', () => {
  afterAll(() => knex.destroy());

  it.each<[string, Criteria, string]>([
    ['a leaf', owned('a'), "(`owner_ref` in ('a'))"],
    [
      'any of',
      { anyOf: [owned('a'), of('b')] },
      "((`owner_ref` in ('a')) or (`entity_ref` in ('b')))",
    ],
    [
      'all of',
      { allOf: [owned('a'), of('b')] },
      "((`owner_ref` in ('a')) and (`entity_ref` in ('b')))",
    ],
    ['not', { not: owned('a') }, "(not ((`owner_ref` in ('a'))))"],
  ])('%s', (_what, criteria, expected) => {
    // Parentheses apart: what matters is that nothing escapes the other conditions.
    const plain = (text: string) => text.replace(/[()\s]/g, '');
    expect(plain(sql(criteria))).toBe(
      plain(`select * from \`runs\` where \`plan\` = 'p' and ${expected}`),
    );
    expect(sql(criteria)).toMatch(/`plan` = 'p' and \(/);
  });

  it('can be none', () => {
    const query = knex('runs');
    noRows(query);
    expect(query.toString()).toContain('1 = 0');
  });
});
