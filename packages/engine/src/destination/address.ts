import { isIP } from 'node:net';
import { DestinationConnection } from '@understudy/model';

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

/** True for names and addresses of this machine itself. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLocaleLowerCase('en-US');
  if (bare === 'localhost' || bare.endsWith('.localhost')) return true;
  if (isIP(bare) === 4) return bare.startsWith('127.');
  return bare === '::1';
}

/**
 * Resolves the defaults of a connection: compatible stores are addressed by
 * path and with `us-east-1` unless told otherwise; AWS by host name, except
 * for buckets with dots, whose names no certificate of AWS covers.
 */
export function addressOf(connection: DestinationConnection): Address {
  const { endpoint, bucket } = connection;
  const region = connection.region || (endpoint ? 'us-east-1' : undefined);
  const forcePathStyle =
    connection.forcePathStyle ?? (endpoint ? true : bucket.includes('.'));
  const url = new URL(
    endpoint ?? `https://s3.${region ?? 'us-east-1'}.amazonaws.com`,
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
    loopback: isLoopback(url.hostname),
  };
}
