import { UnderstudyError } from '@understudy/model';
import type { DestinationSettings } from './destinationSecrets';

const segments = (prefix: string) => (prefix === '' ? [] : prefix.split('/'));

/** One of two prefixes lies within the other, or they are the same. */
function overlap(a: string, b: string): boolean {
  const [short, long] = [segments(a), segments(b)].sort(
    (x, y) => x.length - y.length,
  );
  return short.every((segment, index) => segment === long[index]);
}

/** They have an address in common. */
function sameStore(a: DestinationSettings, b: DestinationSettings): boolean {
  const addresses = ({ endpoint, failoverEndpoints }: DestinationSettings) => [
    endpoint ?? '',
    ...(failoverEndpoints ?? []),
  ];
  return addresses(a).some(address => addresses(b).includes(address));
}

/**
 * Two destinations in one bucket may not share a prefix, nor nest theirs: each
 * prefix has one owner, and deleting below one must not reach the other.
 * @throws UnderstudyError `nested-prefix`
 */
export function refuseNested(
  settings: DestinationSettings,
  others: DestinationSettings[],
): void {
  for (const other of others) {
    if (
      other.name !== settings.name &&
      other.bucket === settings.bucket &&
      sameStore(other, settings) &&
      overlap(other.prefix ?? '', settings.prefix ?? '')
    ) {
      throw new UnderstudyError('nested-prefix', {
        prefix: settings.prefix || '(root)',
        other: `${other.prefix || '(root)'} (destination ${other.name})`,
        bucket: settings.bucket,
      });
    }
  }
}
