import { isIP } from 'node:net';
import {
  DestinationConnection,
  isLoopbackHost,
  pathStyleOf,
  regionOf,
} from '@understudy/model';

/** Where requests for a destination go. */
export interface Address {
  /** As it was given; undefined means AWS itself. */
  endpoint: string | undefined;
  /** Undefined leaves it to the SDK (AWS without a region given). */
  region: string | undefined;
  forcePathStyle: boolean;
  protocol: 'http:' | 'https:';
  /** The name that is resolved; with path style off it holds the bucket. */
  host: string;
  port: number;
  /** Nothing between us and the store can read or change what we send. */
  loopback: boolean;
}

/** The name that AWS has for S3 in a region, as the options choose it. */
function hostOfAws(
  { dualStack, fips, accelerate }: DestinationConnection,
  region: string,
): string {
  const stack = dualStack ? '.dualstack' : '';
  if (accelerate) return `s3-accelerate${stack}.amazonaws.com`;
  const tops: Array<[start: string, top: string]> = [
    ['cn-', 'amazonaws.com.cn'],
    ['eusc-', 'amazonaws.eu'],
  ];
  const [, top] = tops.find(([start]) => region.startsWith(start)) ?? [
    '',
    'amazonaws.com',
  ];
  return `s3${fips ? '-fips' : ''}${stack}.${region}.${top}`;
}

/**
 * Resolves the defaults of a connection: compatible stores are addressed by
 * path and with `us-east-1` unless told otherwise, by their name or provider
 * too; AWS by host name, except for buckets with dots, whose names no
 * certificate of AWS covers.
 */
export function addressOf(connection: DestinationConnection): Address {
  const { endpoint, bucket } = connection;
  const region = regionOf(connection);
  const forcePathStyle =
    connection.forcePathStyle ??
    (endpoint ? pathStyleOf(connection) : bucket.includes('.'));
  const url = new URL(
    endpoint ?? `https://${hostOfAws(connection, region ?? 'us-east-1')}`,
  );
  const protocol = url.protocol === 'http:' ? 'http:' : 'https:';
  const bare = url.hostname.replace(/^\[|\]$/g, '');
  const byPath = forcePathStyle || isIP(bare) !== 0;
  return {
    endpoint,
    region,
    forcePathStyle,
    protocol,
    host: byPath ? bare : `${bucket}.${bare}`,
    port: url.port
      ? Number(url.port)
      : { 'http:': 80, 'https:': 443 }[protocol],
    loopback: isLoopbackHost(url.hostname),
  };
}

/** All addresses of a destination, in the order in which they are tried. */
export function addressesOf(connection: DestinationConnection): Address[] {
  const { failoverEndpoints = [] } = connection;
  return [
    addressOf(connection),
    // They are one store: what the first one's name tells goes for all.
    ...failoverEndpoints.map(endpoint =>
      addressOf({ ...connection, region: regionOf(connection), endpoint }),
    ),
  ];
}
