import {
  Destination,
  destinationInputSchema,
} from '@understudy/backstage-plugin-s3-backup-common';
import { sampleDestination } from '../../__testUtils__/samples';
import { configOf, yamlOf } from './destinationYaml';

const set = { set: true as const, updatedAt: '2026-11-21T10:00:00.000Z' };

const full: Destination = {
  ...sampleDestination(),
  title: 'Main, in Frankfurt',
  provider: 'ceph',
  endpoint: 'https://a.example.org',
  failoverEndpoints: ['https://b.example.org'],
  appendOnly: true,
  expectedBucketOwner: '111122223333',
  credentials: {
    type: 'assume-role',
    roleArn: 'arn:aws:iam::111122223333:role/backup',
    base: {
      type: 'keys',
      accessKeyId: 'AKIAEXAMPLE',
      secretAccessKey: set,
      sessionToken: set,
    },
  },
  pruneCredentials: { type: 'ambient', source: 'profile', profile: 'prune' },
  store: {
    storageClass: 'STANDARD_IA',
    encryption: { type: 'sse-c', key: set },
    objectLock: { mode: 'GOVERNANCE', days: 30 },
  },
  transfer: { retries: 7, proxy: set },
};

it('says every option, so that configuration takes it back', () => {
  const config = configOf(full);
  expect(destinationInputSchema.parse(config)).toMatchObject({
    title: 'Main, in Frankfurt',
    provider: 'ceph',
    failoverEndpoints: ['https://b.example.org'],
    appendOnly: true,
    pruneCredentials: { type: 'ambient', profile: 'prune' },
    store: { storageClass: 'STANDARD_IA', objectLock: { days: 30 } },
    transfer: { retries: 7 },
  });
});

it('refers to secrets, and says neither them nor when they were set', () => {
  const yaml = yamlOf(full);
  const names = yaml.match(/s3Backup\.secrets\.[\w-]+/g)!;
  expect(names).toHaveLength(4);
  expect(new Set(names).size).toBe(4);
  expect(names[0]).toBe(
    's3Backup.secrets.main-credentials-base-secretAccessKey',
  );
  expect(yaml).not.toMatch(/updatedAt|2026-11-21|set: true/);
  expect(yaml).toMatch(/ {4}type: assume-role\n/);
});
