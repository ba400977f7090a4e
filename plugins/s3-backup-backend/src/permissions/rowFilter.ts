import type { PermissionCriteria } from '@backstage/plugin-permission-common';
import type { RowFilter } from '../database/runs/RunStore';

type Criteria = PermissionCriteria<RowFilter>;

/**
 * Turns a tree of conditions into one condition of a query.
 * @internal
 */
export function toRowFilter(criteria: Criteria): RowFilter {
  return query => {
    query.where(inner => {
      if (typeof criteria === 'function') {
        criteria(inner);
      } else if ('not' in criteria) {
        inner.whereNot(negated => toRowFilter(criteria.not)(negated));
      } else if ('allOf' in criteria) {
        for (const each of criteria.allOf) {
          inner.andWhere(part => toRowFilter(each)(part));
        }
      } else {
        for (const each of criteria.anyOf) {
          inner.orWhere(part => toRowFilter(each)(part));
        }
      }
    });
  };
}

/** No row at all. @internal */
export const noRows: RowFilter = query => {
  query.whereRaw('1 = 0');
};
