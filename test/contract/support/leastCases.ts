import type { LocalS3Bucket } from '@understudy/local-s3';
import type { DestinationConnection } from '@understudy/model';

/** What least rights are for, and what is lost without each action. */
export interface RightsCase {
  title: string;
  /** How the bucket was made. */
  made?: Partial<LocalS3Bucket>;
  /** What the destination asks for. */
  wishes?: Partial<DestinationConnection>;
  /** Others delete and restore. */
  apart?: boolean;
  /** Outcomes with the whole policy that are neither `pass` nor `ok`. */
  all: Record<string, string>;
  /** Steps that are lost, by role and action. */
  lost: Record<string, string[]>;
}

const rows = (...names: string[]) => names.map(name => `check-up: ${name}`);

const RUNS = ['claim', 'backup', 'failed backup'];

/** What the check-up asks of the bucket: rows are not tested, nothing else. */
const SETTINGS = {
  'writer s3:GetBucketVersioning': rows('versioning', 'mfa-delete'),
  'writer s3:GetBucketObjectLockConfiguration': rows('lock'),
  'writer s3:GetBucketPublicAccessBlock': rows('public-access'),
  // The block above it is on, so that no policy could be public.
  'writer s3:GetBucketPolicyStatus': [],
  'writer s3:GetEncryptionConfiguration': rows('default-encryption'),
  'writer s3:GetLifecycleConfiguration': rows('lifecycle'),
  'writer s3:GetReplicationConfiguration': rows('replication'),
};

const LISTS = rows('list', 'delete', 'multi-delete', 'distance');
const READS = rows('owner', 'conditional-put', 'stream', 'get');
const WRITES = rows('put', 'lifecycle');

/** One user for everything. */
const PLAIN = {
  ...SETTINGS,
  'writer s3:ListBucket': [...LISTS, ...RUNS, 'restore', 'delete', 'sweep'],
  'writer s3:ListBucketMultipartUploads': ['sweep'],
  'writer s3:PutObject': [...WRITES, 'backup', 'failed backup', 'delete'],
  'writer s3:GetObject': [...READS, ...RUNS, 'restore', 'delete'],
  'writer s3:AbortMultipartUpload': [
    ...rows('abort', 'clean-up', 'lifecycle'),
    'failed backup',
    'sweep',
  ],
  'writer s3:DeleteObject': [
    ...rows('delete', 'multi-delete', 'clean-up'),
    'failed backup',
    'delete',
  ],
};

/** Three users, on a bucket with versions. */
const APART = {
  ...SETTINGS,
  'writer s3:GetBucketVersioning': rows('mfa-delete'),
  // Without it nobody knows that no rule removes versions.
  'writer s3:GetLifecycleConfiguration': rows('versioning', 'lifecycle'),
  'writer s3:ListBucket': [...LISTS, ...RUNS],
  'writer s3:PutObject': [...WRITES, 'backup', 'failed backup'],
  'writer s3:GetObject': [...READS, ...RUNS],
  'writer s3:AbortMultipartUpload': [
    ...rows('abort', 'lifecycle'),
    'failed backup',
  ],
  'pruner s3:ListBucket': [...rows('credentials'), 'delete', 'sweep'],
  'pruner s3:ListBucketVersions': [...rows('clean-up'), 'delete'],
  'pruner s3:ListBucketMultipartUploads': ['sweep'],
  'pruner s3:GetObject': ['delete'],
  'pruner s3:PutObject': ['delete'],
  'pruner s3:DeleteObject': [...rows('delete', 'multi-delete'), 'delete'],
  'pruner s3:DeleteObjectVersion': [...rows('clean-up'), 'delete'],
  'pruner s3:AbortMultipartUpload': ['sweep'],
  'restorer s3:ListBucket': [...rows('credentials'), 'restore'],
  'restorer s3:GetObject': ['restore'],
};

/** Everything that can be asked for, on a bucket made for Object Lock. */
const FULL = {
  ...PLAIN,
  'writer s3:GetBucketVersioning': rows('mfa-delete'),
  // A lock is tried out, whatever the bucket says of it.
  'writer s3:GetBucketObjectLockConfiguration': [],
  'writer s3:GetLifecycleConfiguration': rows('versioning', 'lifecycle'),
  'writer s3:ListBucketVersions': rows('clean-up'),
  'writer s3:PutObject': [...WRITES, 'backup', 'failed backup'],
  'writer s3:GetObject': [
    ...READS,
    ...RUNS,
    'restore',
    'delete',
    'longer lock',
  ],
  // Versions are removed by their own right; what is locked is refused first.
  'writer s3:DeleteObject': [
    ...rows('delete', 'multi-delete'),
    'failed backup',
  ],
  'writer s3:DeleteObjectVersion': rows('clean-up'),
  'writer s3:PutObjectRetention': [...rows('lock'), 'backup', 'longer lock'],
  'writer s3:GetObjectRetention': ['longer lock'],
  'writer s3:GetObjectLegalHold': [],
  'writer s3:PutObjectTagging': [...rows('tags'), 'backup'],
  'writer s3:PutObjectAcl': [...WRITES, 'backup', 'failed backup'],
};

/** Ceph 16: says less of its settings, reads by the way it writes. */
const CEPH = {
  ...PLAIN,
  'writer s3:GetBucketPublicAccessBlock': [],
  'writer s3:GetBucketPolicyStatus': rows('public-access'),
  'writer s3:GetEncryptionConfiguration': [],
  'writer s3:ListBucket': [
    ...rows('list', 'delete', 'distance'),
    ...RUNS,
    'restore',
    'delete',
    'sweep',
  ],
  'writer s3:GetObject': [...rows('owner'), 'claim', 'restore', 'delete'],
  'writer s3:AbortMultipartUpload': [
    ...rows('abort', 'lifecycle'),
    'failed backup',
    'sweep',
  ],
  'writer s3:DeleteObject': [...rows('delete'), 'failed backup', 'delete'],
};

export const CASES = {
  localS3: {
    plain: {
      title: 'of one user',
      all: {
        'check-up: tags': 'not-tested',
        'longer lock': 's3-unsupported',
      },
      lost: PLAIN,
    },
    apart: {
      title: 'of three users, on a bucket with versions',
      made: { versioning: true },
      apart: true,
      all: {
        'check-up: tags': 'not-tested',
        'check-up: versioning': 'warn',
        // What is left of it is swept by those who may delete.
        'failed backup': 'source-gone + s3-denied-delete',
        'longer lock': 's3-unsupported',
      },
      lost: APART,
    },
    full: {
      title: 'of one user, with lock, tags, class and ACL',
      made: { objectLock: true },
      wishes: {
        store: {
          tags: true,
          acl: 'bucket-owner-full-control',
          storageClass: 'STANDARD_IA',
          objectLock: { mode: 'GOVERNANCE', days: 1 },
        },
      },
      all: {
        'check-up: versioning': 'warn',
        // As it is meant.
        delete: 's3-locked',
      },
      lost: FULL,
    },
  } as Record<string, RightsCase>,
  ceph: {
    title: 'of one user, by the policy of the bucket',
    all: {
      // Ceph 16 looks for the right to delete many on the bucket.
      'check-up: multi-delete': 'not-tested',
      'check-up: clean-up': 'warn',
      'check-up: public-access':
        'warn (The policy of the bucket is public: anybody may read, or worse.)',
      'check-up: default-encryption': 'not-tested',
      'longer lock': 's3-unsupported',
    },
    lost: CEPH,
  } as RightsCase,
};
