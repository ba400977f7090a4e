import * as probe from '../probes';
import { Workbench } from '../probes';
import { isAppendOnly, wishesOf } from '../wishes';
import { CheckUpReport } from './CheckUpReport';
import { ofAnswer, Outcome, passed, untold, warned } from './outcome';

async function tags(bench: Workbench, wanted: boolean): Promise<Outcome> {
  if (isAppendOnly(bench.bucket) && !wanted) {
    return untold('these keys may only append, and no tags are asked for');
  }
  const answer = await probe.tags(bench);
  const why = bench.findings.errors.tags;
  if (answer === 'yes' || !wanted) {
    return ofAnswer(answer, {
      yes: 'Objects take tags.',
      no: 'The store takes no tags; none are asked for',
      why,
    });
  }
  return warned(
    `Tags were not taken: ${why}.`,
    'Backups are stored without tags. Allow s3:PutObjectTagging, or turn tags off.',
  );
}

/**
 * What a destination asks for beyond plain objects, tried on one object each:
 * tags, storage class, server-side encryption, ACL. What it does not ask for
 * has no row.
 */
export async function wishSteps(
  bench: Workbench,
  report: CheckUpReport,
): Promise<void> {
  const { storageClass, encryption, acl, ...wishes } = wishesOf(bench.bucket);
  await report.step('tags', () => tags(bench, wishes.tags === true));
  if (storageClass) {
    await report.step('storage-class', async () => {
      await probe.storageClass(bench, storageClass);
      return passed(`${storageClass} is taken.`);
    });
  }
  if (encryption) {
    await report.step('encryption', async () => {
      const seen = await probe.encryption(bench, encryption);
      return passed(`Encrypted by the store: ${seen}.`);
    });
  }
  if (acl) {
    await report.step('acl', async () => {
      await probe.acl(bench, acl);
      return passed(`${acl} is taken.`);
    });
  }
}
