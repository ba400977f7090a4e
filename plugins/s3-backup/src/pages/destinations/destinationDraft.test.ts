import { Destination } from '@understudy/backstage-plugin-s3-backup-common';
import {
  destinationDraftOf,
  destinationInputOf,
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
    destinationInputOf({ ...moved, secret: 'new' }, stored).input?.credentials,
  ).toEqual(expect.objectContaining({ secretAccessKey: 'new' }));
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
  const draft = { ...destinationDraftOf(undefined), secret: 'hush' };
  expect(JSON.stringify(withoutSecret(draft))).not.toContain('hush');
});
