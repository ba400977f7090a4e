import { UnderstudyError } from '@understudy/model';
import type { BucketSettings } from '../../storage/bucketSettings';
import * as probe from '../probes';
import { Workbench } from '../probes';
import { StoreWishes, wishesOf } from '../wishes';
import { CheckUpReport } from './CheckUpReport';
import { failed, Outcome, passed, untold, warned } from './outcome';

function versioning(
  bench: Workbench,
  { versioning: found, lifecycle }: BucketSettings,
  layout: string | undefined,
): Outcome {
  const { bucket, findings } = bench;
  const on = found.state === 'set' && found.value.status === 'Enabled';
  if (found.state === 'unknown' && !bench.versioned) {
    findings.errors.versioning = found.why;
    const needed = layout === 'versioned';
    return needed
      ? warned(
          `Whether the bucket keeps versions is not known: ${found.why}.`,
          'Allow s3:GetBucketVersioning: the layout "versioned" needs versions.',
        )
      : untold(found.why);
  }
  findings.versioning = on || bench.versioned ? 'yes' : 'no';
  if (findings.versioning === 'no') {
    const state = found.state === 'set' ? found.value.status : 'off';
    return layout === 'versioned'
      ? failed(
          new UnderstudyError('s3-no-versioning', {
            bucket: bucket.bucket,
            state,
          }),
        )
      : passed(`The bucket keeps no versions (${state}).`);
  }
  const ends =
    lifecycle.state === 'set' &&
    lifecycle.value.some(
      rule =>
        rule.Status === 'Enabled' &&
        rule.NoncurrentVersionExpiration?.NoncurrentDays,
    );
  if (lifecycle.state === 'unknown' || ends || layout === 'versioned') {
    return passed('The bucket keeps versions of what is deleted or replaced.');
  }
  return warned(
    'The bucket keeps versions, and no lifecycle rule ever removes old ones: deleted backups go on costing money.',
    'Add a lifecycle rule that removes noncurrent versions after some days.',
  );
}

async function lock(
  bench: Workbench,
  { lock: found }: BucketSettings,
  options: { wanted: StoreWishes['objectLock']; skew: number },
): Promise<Outcome> {
  const { wanted, skew } = options;
  const { bucket, findings } = bench;
  const enabled =
    found.state === 'set' && found.value.ObjectLockEnabled === 'Enabled';
  const rule = enabled ? found.value.Rule?.DefaultRetention : undefined;
  if (found.state !== 'unknown') findings.objectLock = enabled ? 'yes' : 'no';
  if (!wanted) {
    if (found.state === 'unknown') return untold(found.why);
    const time = rule?.Days ? `${rule.Days} days` : `${rule?.Years} years`;
    return rule
      ? warned(
          `The bucket locks whatever is written for ${time} (${rule.Mode}): nothing can be deleted before.`,
          'Set the same lock in this destination, so that retention waits for it.',
        )
      : passed(
          enabled ? 'Locks are possible; none is set.' : 'No lock is set.',
        );
  }
  if (found.state === 'none' || (found.state === 'set' && !enabled)) {
    const seen = 'its configuration has no Object Lock';
    const problem = { bucket: bucket.bucket, seen };
    return failed(new UnderstudyError('s3-no-object-lock', problem));
  }
  const { until } = await probe.lock(bench, wanted.mode, skew);
  findings.objectLock = 'yes';
  const { mode } = wanted;
  return passed(
    `Written with a lock (${mode}) until ${until.toISOString()}, the shortest one; it cannot be deleted before.`,
  );
}

/** Versioning and lock, as layout and lock of the destination need them. */
export async function protectionSteps(
  bench: Workbench,
  report: CheckUpReport,
  known: { settings: BucketSettings | undefined; skew: number },
): Promise<void> {
  const { layout, objectLock: wanted } = wishesOf(bench.bucket);
  const settings = known.settings!;
  const { skew } = known;
  await report.step('versioning', async () =>
    versioning(bench, settings, layout),
  );
  await report.step('lock', () => lock(bench, settings, { wanted, skew }));
}
