import {
  customerKeySchema,
  Destination,
  DestinationInput,
  STORAGE_CLASSES,
} from '@understudy/backstage-plugin-s3-backup-common';

type Store = NonNullable<DestinationInput['store']>;

/** How objects are kept, as it is typed; empty leaves it to the bucket. */
export interface StoreDraft {
  /** One of S3's, or `other`. */
  storageClass: string;
  ownClass: string;
  encryption: 'none' | 'AES256' | 'aws:kms' | 'sse-c';
  kmsKey: string;
  bucketKey: boolean;
  /** `name=value` lines. */
  kmsContext: string;
  /** Empty while the one that is set stays. */
  customerKey: string;
  replacingKey: boolean;
  acl: string;
  tags: boolean;
  lockMode: 'none' | 'GOVERNANCE' | 'COMPLIANCE';
  lockDays: number | null;
  timeAfterStore: boolean;
}

export type StoreFault = 'ownClass' | 'kmsContext' | 'customerKey' | 'lockDays';

export const isKnownClass = (name: string) =>
  (STORAGE_CLASSES as readonly string[]).includes(name);

/** Whether it has to be retrieved before it can be read. */
export const isArchive = (name: string) =>
  ['GLACIER', 'DEEP_ARCHIVE'].includes(name);

export function storeDraftOf(store: Destination['store']): StoreDraft {
  const { storageClass = '', encryption, acl = '', objectLock } = store ?? {};
  const kms = encryption?.type === 'aws:kms' ? encryption : undefined;
  const known = storageClass === '' || isKnownClass(storageClass);
  return {
    storageClass: known ? storageClass : 'other',
    ownClass: known ? '' : storageClass,
    encryption: encryption?.type ?? 'none',
    kmsKey: kms?.keyId ?? '',
    bucketKey: kms?.bucketKey ?? false,
    kmsContext: Object.entries(kms?.context ?? {})
      .map(([name, value]) => `${name}=${value}`)
      .join('\n'),
    customerKey: '',
    replacingKey: false,
    acl,
    tags: store?.tags ?? false,
    lockMode: objectLock?.mode ?? 'none',
    lockDays: objectLock?.days ?? 30,
    timeAfterStore: store?.timeAfterStore ?? false,
  };
}

function contextOf(text: string): Record<string, string> | undefined {
  const lines = text.split('\n').filter(line => line.trim() !== '');
  const pairs = lines.map(line => /^\s*([^=\s]+)\s*=(.*)$/.exec(line));
  if (!pairs.every(pair => pair !== null)) return undefined;
  return Object.fromEntries(
    pairs.map(([, name, value]) => [name, value.trim()]),
  );
}

/** Whether the customer's key that is set goes on being used. */
export function keepsCustomerKey(
  draft: StoreDraft,
  before: Destination['store'],
): boolean {
  return before?.encryption?.type === 'sse-c' && !draft.replacingKey;
}

/** The options a draft says; `moved` destinations keep no secret. */
export function storeInputOf(
  draft: StoreDraft,
  before: Destination['store'],
  moved: boolean,
): { store?: Store; faults: StoreFault[] } {
  const faults: StoreFault[] = [];
  const store: Store = {};
  const other = draft.storageClass === 'other';
  const storageClass = other ? draft.ownClass.trim() : draft.storageClass;
  if (other && !/^[A-Z0-9][A-Z0-9_-]{0,63}$/.test(storageClass)) {
    faults.push('ownClass');
  }
  if (storageClass) store.storageClass = storageClass;
  if (draft.encryption === 'AES256') store.encryption = { type: 'AES256' };
  if (draft.encryption === 'aws:kms') {
    const context = contextOf(draft.kmsContext);
    if (!context) faults.push('kmsContext');
    const keyId = draft.kmsKey.trim();
    store.encryption = {
      type: 'aws:kms',
      ...(keyId ? { keyId } : {}),
      ...(draft.bucketKey ? { bucketKey: true } : {}),
      ...(context && Object.keys(context).length > 0 ? { context } : {}),
    };
  }
  if (draft.encryption === 'sse-c') {
    const set = before?.encryption;
    const kept = !moved && keepsCustomerKey(draft, before);
    const key = draft.customerKey.trim();
    if (!kept && !customerKeySchema.safeParse(key).success) {
      faults.push('customerKey');
    }
    store.encryption = {
      type: 'sse-c',
      key: kept && set?.type === 'sse-c' ? set.key : key,
    };
  }
  if (draft.acl) store.acl = draft.acl as Store['acl'];
  if (draft.tags) store.tags = true;
  if (draft.lockMode !== 'none') {
    const days = draft.lockDays ?? 0;
    if (!Number.isInteger(days) || days < 1 || days > 36_500) {
      faults.push('lockDays');
    }
    store.objectLock = { mode: draft.lockMode, days };
  }
  if (draft.timeAfterStore) store.timeAfterStore = true;
  return Object.keys(store).length > 0 ? { store, faults } : { faults };
}
