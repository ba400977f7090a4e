import type { LifecycleRule } from '../storage/bucketTypes';
import type { BucketSettings, Setting } from '../storage/bucketSettings';
import { BucketCall } from './bucketCall';
import { lifecycleFor } from './lifecycleFor';
import { HelpedDestination, keepsVersions, keyPrefix } from './place';

/** @public */
export type AdviceId =
  | 'versioning'
  | 'default-encryption'
  | 'public-access'
  | 'lifecycle'
  | 'object-lock'
  | 'replication'
  | 'mfa-delete'
  | 'cloudtrail'
  | 'private-connectivity';

/**
 * One piece of advice. `unknown`: these keys may not ask, or no request could.
 * @public
 */
export interface Advice {
  id: AdviceId;
  state: 'done' | 'to-do' | 'unknown';
  /** What would do it; null where it is done, unknown, or for other hands. */
  call: BucketCall | null;
}

function stateOf<T>(
  setting: Setting<T>,
  good: (value: T) => boolean,
): Advice['state'] {
  if (setting.state === 'unknown') return 'unknown';
  return setting.state === 'set' && good(setting.value) ? 'done' : 'to-do';
}

function advice(
  id: AdviceId,
  state: Advice['state'],
  call: BucketCall | null = null,
): Advice {
  return { id, state, call: state === 'to-do' ? call : null };
}

const ALL_BLOCKED = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

/** On for this prefix, whatever else the rule does. */
function covers(rule: LifecycleRule, prefix: string): boolean {
  const its = rule.Filter?.Prefix ?? rule.Prefix ?? '';
  const narrowed = rule.Filter?.And ?? rule.Filter?.Tag;
  return rule.Status === 'Enabled' && !narrowed && prefix.startsWith(its);
}

/** The rules there are, and ours: a call replaces them all. */
function lifecycle(
  destination: HelpedDestination,
  { lifecycle: setting, versioning }: BucketSettings,
): Advice {
  const prefix = keyPrefix(destination);
  const known = setting.state === 'set' ? setting.value : [];
  const on =
    versioning.state === 'set' && versioning.value.status === 'Enabled';
  const versions = on && keepsVersions(destination);
  const here = known.filter(rule => covers(rule, prefix));
  const good =
    here.some(rule => rule.AbortIncompleteMultipartUpload) &&
    (!versions || here.some(rule => rule.NoncurrentVersionExpiration));
  const ours = lifecycleFor(destination);
  const names = new Set(ours.map(rule => rule.ID));
  const Rules = [...known.filter(rule => !names.has(rule.ID)), ...ours];
  return advice(
    'lifecycle',
    stateOf(setting, () => good),
    {
      operation: 'PutBucketLifecycleConfiguration',
      input: { LifecycleConfiguration: { Rules } },
    },
  );
}

/**
 * What is wise to set up around a bucket of backups, and what of it is there.
 * What only AWS has is left out for other stores. Pure.
 * @public
 */
export function bucketAdvice(
  destination: HelpedDestination,
  settings: BucketSettings,
): Advice[] {
  const { versioning, lock, publicAccess, encryption, replication } = settings;
  const ofAws: Advice[] = [
    advice(
      'mfa-delete',
      stateOf(versioning, it => it.mfaDelete),
    ),
    advice('cloudtrail', 'unknown'),
    advice('private-connectivity', 'unknown'),
  ];
  return [
    advice(
      'versioning',
      stateOf(versioning, it => it.status === 'Enabled'),
      {
        operation: 'PutBucketVersioning',
        input: { VersioningConfiguration: { Status: 'Enabled' } },
      },
    ),
    advice(
      'default-encryption',
      stateOf(encryption, it => (it.Rules ?? []).length > 0),
      {
        operation: 'PutBucketEncryption',
        input: {
          ServerSideEncryptionConfiguration: {
            Rules: [
              {
                ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' },
              },
            ],
          },
        },
      },
    ),
    advice(
      'public-access',
      stateOf(publicAccess, it =>
        Object.keys(ALL_BLOCKED).every(
          name => it[name as keyof typeof ALL_BLOCKED],
        ),
      ),
      {
        operation: 'PutPublicAccessBlock',
        input: { PublicAccessBlockConfiguration: ALL_BLOCKED },
      },
    ),
    lifecycle(destination, settings),
    advice(
      'object-lock',
      stateOf(lock, it => it.ObjectLockEnabled === 'Enabled'),
    ),
    advice(
      'replication',
      stateOf(replication, it =>
        (it.Rules ?? []).some(rule => rule.Status === 'Enabled'),
      ),
    ),
    ...(destination.endpoint ? [] : ofAws),
  ];
}
