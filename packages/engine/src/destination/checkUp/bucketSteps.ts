import { CheckUpStepId } from '@understudy/model';
import type { BucketSettings, Setting } from '../../storage/bucketSettings';
import { Workbench } from '../probes';
import { CheckUpReport } from './CheckUpReport';
import { distance } from './distance';
import { judgeRules } from './lifecycleRules';
import { Outcome, passed, untold, warned } from './outcome';

/** A row for a setting: what keys may not ask for is not held against them. */
function told<T>(
  setting: Setting<T>,
  judge: (value: T | undefined) => Outcome,
): Outcome {
  if (setting.state === 'unknown') return untold(setting.why);
  return judge(setting.state === 'set' ? setting.value : undefined);
}

function publicAccess(settings: BucketSettings): Outcome {
  const { policyIsPublic, publicAccess: block } = settings;
  if (policyIsPublic.state === 'set' && policyIsPublic.value) {
    return warned(
      'The policy of the bucket is public: anybody may read, or worse.',
      'Remove the public statement, and block public access for the bucket.',
    );
  }
  return told(block, found => {
    const all =
      found?.BlockPublicAcls &&
      found.IgnorePublicAcls &&
      found.BlockPublicPolicy &&
      found.RestrictPublicBuckets;
    return all
      ? passed('Blocked, all four kinds.')
      : warned(
          found ? 'Blocked in part only.' : 'Not blocked.',
          'Turn on all four settings of Block Public Access for the bucket.',
        );
  });
}

function defaultEncryption({ encryption }: BucketSettings): Outcome {
  return told(encryption, found => {
    const [rule] = found?.Rules ?? [];
    const how = rule?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm;
    return passed(
      how ? `By default ${how}.` : 'The store encrypts nothing by itself.',
    );
  });
}

function replication({ replication: found }: BucketSettings): Outcome {
  return told(found, value => {
    const to = (value?.Rules ?? [])
      .filter(rule => rule.Status === 'Enabled')
      .map(rule => rule.Destination?.Bucket?.replace(/^arn:aws:s3:::/, ''));
    return passed(
      to.length > 0
        ? `Replicated to ${to.join(', ')}; what is deleted here may stay there.`
        : 'Not replicated.',
    );
  });
}

function mfaDelete({ versioning }: BucketSettings): Outcome {
  return told(versioning, found =>
    found?.mfaDelete
      ? warned(
          'MFA delete is on: no key can remove old versions for good.',
          'Retention hides backups only. Remove their versions by hand, or by a lifecycle rule.',
        )
      : passed('Off.'),
  );
}

/** Public access, default encryption, lifecycle, replication, MFA, distance. */
export async function bucketSteps(
  bench: Workbench,
  report: CheckUpReport,
  settings: BucketSettings | undefined,
): Promise<void> {
  const { bucket, findings } = bench;
  const prefix = bucket.prefix === '' ? '' : `${bucket.prefix}/`;
  const rows: Array<[CheckUpStepId, () => Outcome]> = [
    ['public-access', () => publicAccess(settings!)],
    ['default-encryption', () => defaultEncryption(settings!)],
    [
      'lifecycle',
      () =>
        told(settings!.lifecycle, rules =>
          judgeRules(rules ?? [], { prefix, abort: findings.abort }),
        ),
    ],
    ['replication', () => replication(settings!)],
    ['mfa-delete', () => mfaDelete(settings!)],
  ];
  for (const [id, judge] of rows) await report.step(id, async () => judge());
  await report.step('distance', () => distance(bench));
}
