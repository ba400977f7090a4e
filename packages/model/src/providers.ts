import { z } from 'zod';

/**
 * What is known of a provider before anybody asked its store: the check-up
 * decides later. Never more than defaults: what a destination says itself wins.
 * @public
 */
export interface ProviderPreset {
  /** How people call it. */
  title: string;
  /** Shape of its endpoint; null where there is none to be given. */
  endpoint: string | null;
  /** The bucket in the path, not in the host name. */
  forcePathStyle: boolean;
  /**
   * Word that requests are signed with, where the endpoint does not say it;
   * null leaves it to the SDK.
   */
  region: string | null;
  /** Takes and echoes CRC32 headers, for all that is known. */
  checksums: boolean;
}

/** A compatible store of which nothing else is known. */
const OTHER: ProviderPreset = {
  title: 'Other',
  endpoint: 'https://s3.example.org',
  forcePathStyle: true,
  region: 'us-east-1',
  checksums: false,
};

/**
 * Providers a form may offer, in its order.
 * @public
 */
export const PROVIDER_PRESETS = {
  aws: {
    title: 'Amazon S3',
    endpoint: null,
    forcePathStyle: false,
    region: null,
    checksums: true,
  },
  r2: {
    ...OTHER,
    title: 'Cloudflare R2',
    endpoint: 'https://<account>.r2.cloudflarestorage.com',
    region: 'auto',
  },
  b2: {
    ...OTHER,
    title: 'Backblaze B2',
    endpoint: 'https://s3.<region>.backblazeb2.com',
  },
  wasabi: {
    ...OTHER,
    title: 'Wasabi',
    endpoint: 'https://s3.<region>.wasabisys.com',
  },
  ceph: { ...OTHER, title: 'Ceph RGW', endpoint: 'https://rgw.example.org' },
  scality: { ...OTHER, title: 'Scality' },
  scaleway: {
    ...OTHER,
    title: 'Scaleway',
    endpoint: 'https://s3.<region>.scw.cloud',
  },
  ovh: {
    ...OTHER,
    title: 'OVHcloud',
    endpoint: 'https://s3.<region>.io.cloud.ovh.net',
  },
  hetzner: {
    ...OTHER,
    title: 'Hetzner',
    endpoint: 'https://<region>.your-objectstorage.com',
  },
  spaces: {
    ...OTHER,
    title: 'DigitalOcean Spaces',
    endpoint: 'https://<region>.digitaloceanspaces.com',
  },
  gcs: {
    ...OTHER,
    title: 'Google Cloud Storage',
    endpoint: 'https://storage.googleapis.com',
    region: 'auto',
  },
  minio: {
    ...OTHER,
    title: 'MinIO',
    endpoint: 'https://minio.example.org:9000',
  },
  garage: {
    ...OTHER,
    title: 'Garage',
    endpoint: 'https://garage.example.org:3900',
    region: 'garage',
  },
  other: OTHER,
} as const satisfies Record<string, ProviderPreset>;

/** @public */
export type Provider = keyof typeof PROVIDER_PRESETS;

/** @public */
export const PROVIDERS = Object.keys(PROVIDER_PRESETS) as Provider[];

/** @public */
export const providerSchema = z.enum(PROVIDERS as [Provider, ...Provider[]]);

/**
 * Regions of AWS, for choice: any other word is taken, too.
 * @public
 */
export const AWS_REGIONS = [
  'af-south-1',
  'ap-east-1',
  'ap-east-2',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-south-2',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-5',
  'ap-southeast-7',
  'ca-central-1',
  'ca-west-1',
  'cn-north-1',
  'cn-northwest-1',
  'eu-central-1',
  'eu-central-2',
  'eu-north-1',
  'eu-south-1',
  'eu-south-2',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'eusc-de-east-1',
  'il-central-1',
  'me-central-1',
  'me-south-1',
  'mx-central-1',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-gov-east-1',
  'us-gov-west-1',
  'us-west-1',
  'us-west-2',
] as const;

/** Hosts that say their region: what stands in the place of `<region>`. */
const HOSTS = [
  /^s3[.-](?:dualstack\.|fips\.)?([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/,
  /^s3\.([a-z0-9-]+)\.backblazeb2\.com$/,
  /^s3\.([a-z0-9-]+)\.wasabisys\.com$/,
  /^s3\.([a-z0-9-]+)\.scw\.cloud$/,
  /^s3\.([a-z0-9-]+)\.(?:io|perf)\.cloud\.ovh\.(?:net|us)$/,
  /^([a-z0-9-]+)\.your-objectstorage\.com$/,
  /^([a-z0-9-]+)\.digitaloceanspaces\.com$/,
];

/**
 * The region that an endpoint's name tells; undefined where it tells none.
 * @public
 */
export function regionOfEndpoint(endpoint: string): string | undefined {
  const host = new URL(endpoint).hostname;
  for (const pattern of HOSTS) {
    const found = pattern.exec(host)?.[1];
    if (found) return found;
  }
  return undefined;
}

/**
 * The word that requests to a destination are signed with: its own, what the
 * endpoint tells, what is usual at its provider. Undefined: the machine's.
 * @public
 */
export function regionOf(place: {
  provider?: Provider;
  region?: string | null;
  endpoint?: string | null;
}): string | undefined {
  const { provider, region, endpoint } = place;
  if (region) return region;
  if (!endpoint) return undefined;
  const preset = PROVIDER_PRESETS[provider ?? 'other'];
  return regionOfEndpoint(endpoint) ?? preset.region ?? 'us-east-1';
}

/**
 * Whether the bucket stands in the path, where a destination does not say.
 * @public
 */
export function pathStyleOf(place: {
  provider?: Provider;
  endpoint?: string | null;
}): boolean {
  const { provider, endpoint } = place;
  return endpoint
    ? PROVIDER_PRESETS[provider ?? 'other'].forcePathStyle
    : false;
}
