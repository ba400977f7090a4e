import { element, wrap } from '../xml';

/** There is one owner here. */
export function ownerXml(name = 'Owner'): string {
  return wrap(
    name,
    element('ID', '0'.repeat(64)),
    element('DisplayName', 'local-s3'),
  );
}
