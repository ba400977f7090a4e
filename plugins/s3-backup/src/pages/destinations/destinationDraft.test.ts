import { Destination } from '@understudy/backstage-plugin-s3-backup-common';
import {
  destinationDraftOf,
  destinationInputOf,
  fixed,
  withoutSecret,
} from './destinationDraft';

const stored: Destination = {
  name: 'main',
  title: null,
  bucket: 'backups',
  prefix: 'understudy',
  region: 'eu-central-1',
  endpoint: 'http://127.0.0.1:9900',
  forcePathStyle: true,
  credentials: {
    type: 'keys',
    accessKeyId: 'AKIAEXAMPLE',
    secretAccessKey: { set: true, updatedAt: '2026-11-03T10:00:00.000Z' },
  },
  fromConfig: null,
  shadowed: false,
  health: 'healthy',
  checkedAt: null,
  profile: null,
  usedBy: [],
  stored: { backups: 0, bytes: 0 },
  updatedAt: null,
  updatedBy: null,
};

it('keeps the secret that is set while the place stays', () => {
  const { input } = destinationInputOf(destinationDraftOf(stored), stored);
  expect(input?.credentials).toEqual({
    type: 'keys',
    accessKeyId: 'AKIAEXAMPLE',
    secretAccessKey: { set: true, updatedAt: '2026-11-03T10:00:00.000Z' },
  });
});

it('asks for the secret again when bucket or endpoint changed', () => {
  const moved = { ...destinationDraftOf(stored), bucket: 'others' };
  expect(destinationInputOf(moved, stored).faults).toEqual(['secret']);
  const elsewhere = {
    ...destinationDraftOf(stored),
    endpoint: 'https://s3.example.org',
  };
  expect(destinationInputOf(elsewhere, stored).faults).toEqual(['secret']);
  expect(
    destinationInputOf(
      { ...moved, who: { ...moved.who, secret: 'new' } },
      stored,
    ).input?.credentials,
  ).toEqual(expect.objectContaining({ secretAccessKey: 'new' }));
});

it('takes a remedy of the check-up over', () => {
  const draft = destinationDraftOf(stored);
  expect(fixed(draft, { field: 'region', value: 'eu-west-1' })).toEqual({
    region: 'eu-west-1',
  });
  expect(fixed(draft, { field: 'forcePathStyle', value: 'true' })).toEqual({
    forcePathStyle: true,
  });
  expect(
    fixed(draft, { field: 'store.storageClass', value: 'STANDARD' })?.store
      ?.storageClass,
  ).toBe('STANDARD');
  expect(fixed(draft, { field: 'nowhere', value: 'x' })).toBe(undefined);
});

describe('how stored', () => {
  const KEY = Buffer.alloc(32, 1).toString('base64');
  const set = { set: true, updatedAt: null } as const;
  const full: Destination = {
    ...stored,
    expectedBucketOwner: '111122223333',
    store: {
      storageClass: 'COLDLINE',
      encryption: {
        type: 'aws:kms',
        keyId: 'arn:aws:kms:eu-central-1:111122223333:key/1',
        bucketKey: true,
        context: { team: 'shop', stage: 'a=b' },
      },
      acl: 'bucket-owner-full-control',
      tags: true,
      objectLock: { mode: 'COMPLIANCE', days: 90 },
      timeAfterStore: true,
    },
  };

  it('comes back from the form as it went in', () => {
    const { input, faults } = destinationInputOf(
      destinationDraftOf(full),
      full,
    );
    expect(faults).toEqual([]);
    expect(input?.store).toEqual(full.store);
    expect(input?.expectedBucketOwner).toBe('111122223333');
  });

  it('asks for nothing where nothing is wanted', () => {
    const { input } = destinationInputOf(destinationDraftOf(stored), stored);
    expect(input?.store).toBeUndefined();
  });

  it('keeps the customer’s key while the place stays, and asks anew where it moves', () => {
    const keyed: Destination = {
      ...stored,
      store: { encryption: { type: 'sse-c', key: set } },
    };
    const draft = destinationDraftOf(keyed);
    const encryption = { type: 'sse-c', key: set };
    expect(destinationInputOf(draft, keyed).input?.store).toEqual({
      encryption,
    });
    const moved = { ...draft, prefix: 'elsewhere' };
    expect(destinationInputOf(moved, keyed).faults).toEqual([
      'secret',
      'customerKey',
    ]);
    const replaced = {
      ...draft,
      store: { ...draft.store, replacingKey: true, customerKey: KEY },
    };
    expect(destinationInputOf(replaced, keyed).input?.store).toEqual({
      encryption: { type: 'sse-c', key: KEY },
    });
    expect(JSON.stringify(withoutSecret(replaced))).not.toContain(KEY);
  });

  it('names its faults', () => {
    const draft = destinationDraftOf(stored);
    const faulty = (store: Partial<typeof draft.store>) =>
      destinationInputOf({ ...draft, store: { ...draft.store, ...store } })
        .faults;
    expect(faulty({ storageClass: 'other', ownClass: 'cold' })).toContain(
      'ownClass',
    );
    expect(faulty({ encryption: 'aws:kms', kmsContext: 'x' })).toContain(
      'kmsContext',
    );
    expect(faulty({ encryption: 'sse-c', customerKey: 'abc' })).toContain(
      'customerKey',
    );
    expect(faulty({ lockMode: 'GOVERNANCE', lockDays: 0 })).toContain(
      'lockDays',
    );
    expect(
      destinationInputOf({ ...draft, expectedBucketOwner: '12' }).faults,
    ).toContain('expectedBucketOwner');
  });
});

describe('how transferred', () => {
  const MIB = 1024 ** 2;
  const full: Destination = {
    ...stored,
    transfer: {
      uploadPartSize: 16 * MIB,
      uploadConcurrency: 4,
      partTimeout: 90_000,
      uploadBandwidth: 2.5 * MIB,
      retries: 0,
      proxy: { set: true, updatedAt: null },
      skipTlsVerification: true,
    },
  };

  it('comes back from the form as it went in, in other units', () => {
    const draft = destinationDraftOf(full);
    expect(draft.transfer).toMatchObject({
      uploadPartSize: 16,
      partTimeout: 90,
      uploadBandwidth: 2.5,
      retries: 0,
      downloadPartSize: null,
    });
    expect(destinationInputOf(draft, full).input?.transfer).toEqual(
      full.transfer,
    );
    expect(
      destinationInputOf(destinationDraftOf(stored), stored).input?.transfer,
    ).toBeUndefined();
  });

  it('names its faults, and keeps the proxy out of the browser’s storage', () => {
    const draft = destinationDraftOf(stored);
    const transfer = {
      ...draft.transfer,
      proxy: 'ftp://hush@proxy',
      caBundle: 'x',
    };
    expect(destinationInputOf({ ...draft, transfer }, stored).faults).toEqual([
      'proxy',
      'caBundle',
    ]);
    expect(JSON.stringify(withoutSecret({ ...draft, transfer }))).not.toContain(
      'hush',
    );
  });
});

it('names every fault', () => {
  expect(
    destinationInputOf({
      ...destinationDraftOf(undefined),
      name: 'No Name',
      bucket: 'B',
      prefix: '/x',
      endpoint: 'ftp://x',
    }).faults,
  ).toEqual(['name', 'bucket', 'prefix', 'endpoint', 'accessKeyId', 'secret']);
});

it('never gives the secret to the browser’s storage', () => {
  const empty = destinationDraftOf(undefined);
  const who = { ...empty.who, secret: 'hush', sessionToken: 'hush' };
  const draft = { ...empty, who, prune: who, restore: who };
  expect(JSON.stringify(withoutSecret(draft))).not.toContain('hush');
});
