import { element, wrap } from '../xml';

/** There is one account here, and it owns everything. */
export const accountId = '000000000000';

export function ownerXml(name = 'Owner'): string {
  return wrap(
    name,
    element('ID', '0'.repeat(64)),
    element('DisplayName', 'local-s3'),
  );
}
