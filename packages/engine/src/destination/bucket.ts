import { S3Client } from '@aws-sdk/client-s3';
import {
  CapabilityProfile,
  DestinationConnection,
  destinationConnectionSchema,
} from '@understudy/model';
import { addressesOf } from './address';
import { appendOnlyAlone } from './appendOnly';
import { checksumSettings } from './checksums';
import { clientCredentials } from './credentials';
import { DEFAULT_RETRY, RetryPolicy } from './retryPolicy';
import { Pace } from './Pace';
import { createTransport, DEFAULT_TIMEOUTS, Timeouts } from './transport';
import { keepAsWished } from './keptAsWished';
import { failOver } from './failover';
import { leavePayloadUnsigned } from './middleware';

/**
 * A place in S3, ready for requests: everything of `storage` takes one.
 * @public
 */
export interface Bucket {
  readonly connection: DestinationConnection;
  /** Name of the destination. */
  readonly name: string;
  readonly bucket: string;
  readonly prefix: string;
  readonly client: S3Client;
  readonly retry: RetryPolicy;
  /** How fast bytes may go there, and come back. */
  readonly upload: Pace;
  readonly download: Pace;
  /** What a probe found; null while nobody asked. */
  profile: CapabilityProfile | null;
  /** The full key of one below the prefix. */
  key(relative: string): string;
  /** Ends idle connections. */
  close(): void;
}

/**
 * What {@link openBucket} may be told beside the connection.
 * @public
 */
export interface OpenBucketOptions {
  profile?: CapabilityProfile | null;
  retry?: Partial<RetryPolicy>;
  timeouts?: Partial<Timeouts>;
}

/**
 * Opens a destination. The only place that makes a client; it sends nothing.
 * @public
 */
export function openBucket(
  connection: DestinationConnection,
  options: OpenBucketOptions = {},
): Bucket {
  const checked = destinationConnectionSchema.parse(connection);
  const addresses = addressesOf(checked);
  const [address] = addresses;
  const { transfer = {} } = checked;
  const requestHandler = createTransport(checked, {
    ...DEFAULT_TIMEOUTS,
    ...options.timeouts,
  });
  const bucket: Bucket = {
    connection: checked,
    name: checked.name,
    bucket: checked.bucket,
    prefix: checked.prefix,
    client: new S3Client({
      endpoint: address.endpoint,
      ...(address.region === undefined ? {} : { region: address.region }),
      forcePathStyle: address.forcePathStyle,
      ...(checked.dualStack ? { useDualstackEndpoint: true } : {}),
      ...(checked.fips ? { useFipsEndpoint: true } : {}),
      ...(checked.accelerate ? { useAccelerateEndpoint: true } : {}),
      credentials: clientCredentials(checked, {
        region: address.region,
        requestHandler,
      }),
      requestHandler,
      // Retries are ours (storage/retry): a part is sent again as a whole.
      maxAttempts: 1,
      expectContinueHeader: false,
      ...checksumSettings(() => bucket),
    }),
    retry: {
      ...DEFAULT_RETRY,
      ...(transfer.retries === undefined
        ? {}
        : { attempts: transfer.retries + 1 }),
      ...options.retry,
    },
    upload: Pace.create({ bytesPerSecond: transfer.uploadBandwidth }),
    download: Pace.create({ bytesPerSecond: transfer.downloadBandwidth }),
    profile: options.profile ?? null,
    key: relative =>
      checked.prefix === '' ? relative : `${checked.prefix}/${relative}`,
    close: () => bucket.client.destroy(),
  };
  appendOnlyAlone(bucket.client, checked);
  keepAsWished(bucket.client, checked);
  failOver(bucket.client, addresses);
  // Whoever is in between could change what no signature covers.
  if (!transfer.skipTlsVerification) {
    leavePayloadUnsigned(bucket.client, addresses);
  }
  return bucket;
}
