import {
  Growth,
  ObjectDetail,
  ObjectList,
  Run,
  StoredObject,
} from '@understudy/backstage-plugin-s3-backup-common';
import { ago, sampleRun } from './samples';

const FOLDER =
  'component/default/orders/orders/2026-11-21T02-00-00Z_0193a2b4-0000-7000-8000-000000000001';

/** An artifact of the sample backup. */
export const sampleObject = (
  change: Partial<StoredObject> = {},
): StoredObject => ({
  key: `${FOLDER}/a1/orders.db.zst.age`,
  kind: 'artifact',
  bytes: 39_950_745,
  storageClass: 'STANDARD',
  storedAt: ago(7),
  leftover: false,
  backup: {
    id: 'a'.repeat(32),
    plan: 'orders',
    proof: { rung: 'opened', failed: null },
    locked: false,
  },
  ...change,
});

/** Something that somebody else put there. */
export const strangeObject = (change: Partial<StoredObject> = {}) =>
  sampleObject({
    key: 'holiday.jpg',
    kind: 'not-ours',
    bytes: 1_048_576,
    leftover: true,
    backup: null,
    ...change,
  });

/** One page of a folder. */
export const sampleObjects = (
  change: Partial<ObjectList> = {},
): ObjectList => ({
  path: '',
  folders: ['component/', '_portal/'],
  items: [strangeObject()],
  scanned: null,
  nextCursor: null,
  ...change,
});

/** What the store tells of {@link sampleObject}. */
export const sampleObjectDetail = (
  change: Partial<ObjectDetail> = {},
): ObjectDetail => ({
  ...sampleObject(),
  etag: '"d41d8cd9"',
  versionId: null,
  encryption: null,
  kmsKey: null,
  lock: null,
  legalHold: false,
  restore: null,
  metadata: { 'understudy-attempt': '1' },
  tags: null,
  stays: 'named',
  ...change,
});

/** Two plans over three days. */
export const sampleGrowth = (change: Partial<Growth> = {}): Growth => ({
  asOf: '2026-11-21T09:00:00.000Z',
  plans: [
    { plan: 'orders', backups: 2, bytes: 80_000_000 },
    { plan: 'handbook', backups: 1, bytes: 10_000_000 },
  ],
  places: [
    {
      plan: 'orders',
      entityRef: 'component:default/orders',
      folder: 'component/default/orders/orders',
    },
    { plan: 'handbook', entityRef: null, folder: '_portal/handbook' },
  ],
  days: [
    { date: '2026-11-19', plan: 'orders', bytes: 40_000_000 },
    { date: '2026-11-20', plan: 'handbook', bytes: 10_000_000 },
    { date: '2026-11-21', plan: 'orders', bytes: 40_000_000 },
  ],
  ...change,
});

/** A run that looked through the bucket. */
export const sampleRebuild = (result: Record<string, unknown> = {}): Run =>
  sampleRun({
    id: '0193a2b4-0000-7000-8000-00000000000b',
    kind: 'rebuild',
    plan: '',
    planTitle: 'main',
    entityRef: null,
    backups: [],
    result: {
      dryRun: true,
      found: 1204,
      added: 1204,
      deleting: 0,
      unreadable: 3,
      unreadableKeys: [{ key: 'a/manifest.json', code: 'manifest-unreadable' }],
      vanished: 0,
      vanishedKeys: [],
      ...result,
    },
  });
