import { HelpedDestination, keepsVersions } from './place';

/**
 * Who needs rights of a destination: the keys that back up, others that delete
 * or restore, and whoever makes the bucket or follows the advice on it.
 * @public
 */
export type RightsRole = 'writer' | 'pruner' | 'restorer' | 'setup';

/** Actions by what they are asked for. */
export interface Rights {
  /** On the bucket, for listings below the prefix only. */
  lists: string[];
  /** On the bucket as a whole. */
  bucket: string[];
  /** On the bucket; without them the check-up says *not tested*, and backs up. */
  settings: string[];
  objects: string[];
  /** On the KMS key. */
  key: string[];
}

const FROZEN = new Set(['GLACIER', 'DEEP_ARCHIVE']);

/** What the check-up asks of a bucket, to give advice. */
const SETTINGS = [
  's3:GetBucketVersioning',
  's3:GetBucketObjectLockConfiguration',
  's3:GetBucketPublicAccessBlock',
  's3:GetBucketPolicyStatus',
  's3:GetEncryptionConfiguration',
  's3:GetLifecycleConfiguration',
  's3:GetReplicationConfiguration',
];

/** What making a bucket, and the advice on it, comes to. */
const SETUP = [
  's3:CreateBucket',
  's3:PutBucketPublicAccessBlock',
  's3:PutBucketVersioning',
  's3:PutEncryptionConfiguration',
  's3:PutLifecycleConfiguration',
];

const NONE: Rights = {
  lists: [],
  bucket: [],
  settings: [],
  objects: [],
  key: [],
};

function ofWriter(destination: HelpedDestination): Rights {
  const { store = {} } = destination;
  return {
    ...NONE,
    lists: ['s3:ListBucket'],
    settings: SETTINGS,
    objects: [
      's3:PutObject',
      's3:GetObject',
      's3:AbortMultipartUpload',
      ...(store.layout === 'versioned' ? ['s3:GetObjectVersion'] : []),
      ...(store.objectLock
        ? ['s3:PutObjectRetention', 's3:GetObjectRetention']
        : []),
      ...(store.tags ? ['s3:PutObjectTagging'] : []),
      ...(store.acl ? ['s3:PutObjectAcl'] : []),
    ],
    key: ['kms:GenerateDataKey', 'kms:Decrypt'],
  };
}

function ofPruner(destination: HelpedDestination): Rights {
  const { store = {} } = destination;
  const versions = keepsVersions(destination);
  return {
    ...NONE,
    lists: ['s3:ListBucket', ...(versions ? ['s3:ListBucketVersions'] : [])],
    bucket: ['s3:ListBucketMultipartUploads'],
    objects: [
      's3:GetObject',
      // The tombstone is written before the first object goes.
      's3:PutObject',
      's3:DeleteObject',
      's3:AbortMultipartUpload',
      ...(versions ? ['s3:DeleteObjectVersion'] : []),
      ...(store.objectLock
        ? ['s3:GetObjectRetention', 's3:GetObjectLegalHold']
        : []),
      ...(store.acl ? ['s3:PutObjectAcl'] : []),
    ],
    key: ['kms:GenerateDataKey', 'kms:Decrypt'],
  };
}

function ofRestorer({ store = {} }: HelpedDestination): Rights {
  return {
    ...NONE,
    lists: ['s3:ListBucket'],
    objects: [
      's3:GetObject',
      ...(store.layout === 'versioned' ? ['s3:GetObjectVersion'] : []),
      ...(FROZEN.has(store.storageClass ?? '') ? ['s3:RestoreObject'] : []),
    ],
    key: ['kms:Decrypt'],
  };
}

function ofSetup({ store = {} }: HelpedDestination): Rights {
  const lock = store.objectLock ? ['s3:PutBucketObjectLockConfiguration'] : [];
  return { ...NONE, bucket: [...SETUP, ...lock] };
}

function both(one: Rights, other: Rights): Rights {
  const join = (of: keyof Rights) => [...new Set([...one[of], ...other[of]])];
  return {
    lists: join('lists'),
    bucket: join('bucket'),
    settings: join('settings'),
    objects: join('objects'),
    key: join('key'),
  };
}

/** Who has credentials of its own at a destination; `setup` is for people. */
export function rolesOf(destination: HelpedDestination): RightsRole[] {
  const { pruneCredentials, restoreCredentials } = destination;
  return [
    'writer',
    ...(pruneCredentials ? (['pruner'] as const) : []),
    ...(restoreCredentials ? (['restorer'] as const) : []),
    'setup',
  ];
}

/**
 * What a role does with a destination as it is configured, and nothing more.
 * Where there are no credentials of their own for deleting or restoring, the
 * writer does that too; keys that may only append list and put.
 */
export function rightsOf(
  destination: HelpedDestination,
  role: RightsRole,
): Rights {
  if (role === 'pruner') return ofPruner(destination);
  if (role === 'restorer') return ofRestorer(destination);
  if (role === 'setup') return ofSetup(destination);
  if (destination.appendOnly) {
    return {
      ...NONE,
      lists: ['s3:ListBucket'],
      objects: ['s3:PutObject'],
      key: ['kms:GenerateDataKey', 'kms:Decrypt'],
    };
  }
  let rights = ofWriter(destination);
  if (!destination.pruneCredentials) {
    rights = both(rights, ofPruner(destination));
  }
  if (!destination.restoreCredentials) {
    rights = both(rights, ofRestorer(destination));
  }
  return rights;
}
