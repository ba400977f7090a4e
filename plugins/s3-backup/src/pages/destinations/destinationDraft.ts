import {
  bucketSchema,
  Destination,
  DestinationInput,
  endpointSchema,
  nameSchema,
  prefixSchema,
} from '@understudy/backstage-plugin-s3-backup-common';

/** A destination as it is typed. */
export interface DestinationDraftFields {
  name: string;
  title: string;
  bucket: string;
  prefix: string;
  region: string;
  endpoint: string;
  forcePathStyle: boolean;
  credentials: 'keys' | 'ambient';
  accessKeyId: string;
  /** Empty while the one that is set stays. */
  secret: string;
  replacing: boolean;
}

/** The draft a form begins with. */
export function destinationDraftOf(
  destination: Destination | undefined,
): DestinationDraftFields {
  const keys =
    destination?.credentials.type === 'keys'
      ? destination.credentials
      : undefined;
  return {
    name: destination?.name ?? '',
    title: destination?.title ?? '',
    bucket: destination?.bucket ?? '',
    prefix: destination ? destination.prefix : 'understudy',
    region: destination?.region ?? '',
    endpoint: destination?.endpoint ?? '',
    forcePathStyle: destination?.forcePathStyle ?? false,
    credentials: destination?.credentials.type ?? 'keys',
    accessKeyId: keys?.accessKeyId ?? '',
    secret: '',
    replacing: false,
  };
}

/** Keeps what may lie in a browser's storage: never the secret. */
export const withoutSecret = (
  draft: DestinationDraftFields,
): Partial<DestinationDraftFields> => ({ ...draft, secret: '' });

/** Whether the endpoint or the bucket moved: then the secret is asked anew. */
export function isMoved(
  draft: DestinationDraftFields,
  before: Destination | undefined,
): boolean {
  return (
    before !== undefined &&
    (draft.bucket.trim() !== before.bucket ||
      draft.endpoint.trim() !== (before.endpoint ?? ''))
  );
}

/** Whether the secret that is set goes on being used. */
export function keepsSecret(
  draft: DestinationDraftFields,
  before: Destination | undefined,
): boolean {
  return (
    before?.credentials.type === 'keys' &&
    !draft.replacing &&
    !isMoved(draft, before)
  );
}

export type DestinationFault =
  | 'name'
  | 'bucket'
  | 'prefix'
  | 'endpoint'
  | 'accessKeyId'
  | 'secret';

/** The destination that a draft says, or what is wrong with it. */
export function destinationInputOf(
  draft: DestinationDraftFields,
  before?: Destination,
): { input?: DestinationInput; faults: DestinationFault[] } {
  const faults: DestinationFault[] = [];
  const endpoint = draft.endpoint.trim();
  const keeps = keepsSecret(draft, before);
  if (!nameSchema.safeParse(draft.name).success) faults.push('name');
  if (!bucketSchema.safeParse(draft.bucket.trim()).success) {
    faults.push('bucket');
  }
  const prefix = prefixSchema.safeParse(draft.prefix.trim());
  if (!prefix.success) faults.push('prefix');
  if (endpoint && !endpointSchema.safeParse(endpoint).success) {
    faults.push('endpoint');
  }
  if (draft.credentials === 'keys') {
    if (!draft.accessKeyId.trim()) faults.push('accessKeyId');
    if (!keeps && !draft.secret) faults.push('secret');
  }
  if (faults.length > 0 || !prefix.success) return { faults };
  const set =
    before?.credentials.type === 'keys'
      ? before.credentials.secretAccessKey
      : undefined;
  return {
    faults,
    input: {
      name: draft.name,
      title: draft.title.trim() || undefined,
      bucket: draft.bucket.trim(),
      prefix: prefix.data,
      region: draft.region.trim() || undefined,
      endpoint: endpoint || undefined,
      forcePathStyle: endpoint ? draft.forcePathStyle : undefined,
      credentials:
        draft.credentials === 'ambient'
          ? { type: 'ambient' }
          : {
              type: 'keys',
              accessKeyId: draft.accessKeyId.trim(),
              secretAccessKey: keeps && set ? set : draft.secret.trim(),
            },
    },
  };
}
