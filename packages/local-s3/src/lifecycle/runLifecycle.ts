import { checkRemoval } from '../lock/protection';
import { S3Error } from '../errors';
import type { Bucket } from '../store/bucket';
import type { LifecycleRule } from '../store/bucketRecord';
import type { ObjectRecord } from '../store/records';

const day = 24 * 60 * 60 * 1000;

/** S3 counts in whole days and acts at the midnight (UTC) after them. */
function isDue(since: number, days: number | undefined, now: number): boolean {
  if (days === undefined) return false;
  return now >= Math.ceil((since + days * day) / day) * day;
}

function applies({ filter }: LifecycleRule, record: ObjectRecord): boolean {
  const { prefix = '', tags = {}, sizeGreaterThan, sizeLessThan } = filter;
  return (
    record.key.startsWith(prefix) &&
    Object.entries(tags).every(
      ([key, value]) => record.tags?.[key] === value,
    ) &&
    record.size > (sizeGreaterThan ?? -1) &&
    record.size < (sizeLessThan ?? Infinity)
  );
}

interface Work {
  bucket: Bucket;
  rule: LifecycleRule;
  now: number;
}

/** Removes a version, unless a lock protects it. */
async function expireVersion(work: Work, record: ObjectRecord): Promise<void> {
  const { bucket, now } = work;
  try {
    await bucket.deleteVersion(record.key, record.versionId, found =>
      checkRemoval(found, { now, bypass: false }),
    );
  } catch (error) {
    if (!(error instanceof S3Error)) throw error;
  }
}

async function moveTo(
  bucket: Bucket,
  record: ObjectRecord,
  storageClass: string | undefined,
): Promise<void> {
  if (storageClass === undefined || record.storageClass === storageClass) {
    return;
  }
  await bucket.update(record.key, record.versionId, () => ({ storageClass }));
}

async function ageCurrent(work: Work, record: ObjectRecord): Promise<void> {
  const { bucket, rule, now } = work;
  const { expiration, transitions = [] } = rule;
  const reached = (when: { days?: number; date?: number }) =>
    isDue(record.lastModified, when.days, now) ||
    now >= (when.date ?? Infinity);
  if (expiration && reached(expiration)) {
    await bucket.delete(record.key, { now });
    return;
  }
  const due = transitions.filter(reached);
  await moveTo(bucket, record, due[due.length - 1]?.storageClass);
}

async function ageNoncurrent(
  work: Work,
  versions: readonly ObjectRecord[],
): Promise<void> {
  const { bucket, rule, now } = work;
  const { noncurrent, noncurrentTransitions = [] } = rule;
  for (let i = 1; i < versions.length; i++) {
    const record = versions[i];
    // It is old since there is a newer one.
    const since = versions[i - 1].lastModified;
    const spared = i <= (noncurrent?.keep ?? 0);
    if (applies(rule, record)) {
      if (!spared && isDue(since, noncurrent?.days, now)) {
        await expireVersion(work, record);
      } else if (!record.deleteMarker) {
        const due = noncurrentTransitions.filter(({ days }) =>
          isDue(since, days, now),
        );
        await moveTo(bucket, record, due[due.length - 1]?.storageClass);
      }
    }
  }
}

async function ageKey(work: Work, key: string): Promise<void> {
  const { bucket, rule, now } = work;
  const versions = bucket.versions.of(key);
  if (versions.length === 0) return;
  const [latest] = versions;
  await ageNoncurrent(work, versions);
  if (!applies(rule, latest)) return;
  if (!latest.deleteMarker) {
    await ageCurrent(work, latest);
    return;
  }
  const alone = bucket.versions.of(key).length === 1;
  const { expiration } = rule;
  const due =
    expiration?.deleteMarker ||
    isDue(latest.lastModified, expiration?.days, now);
  if (alone && due) await expireVersion(work, latest);
}

async function abortUploads(work: Work): Promise<void> {
  const { bucket, rule, now } = work;
  const { prefix = '' } = rule.filter;
  for (const { key, uploadId, initiated } of bucket.uploads.list()) {
    if (key.startsWith(prefix) && isDue(initiated, rule.abortDays, now)) {
      await bucket.uploads.end(key, uploadId, async () => new Set());
    }
  }
}

/** Does what the rules of a bucket ask for by now. */
export async function runLifecycle(bucket: Bucket, now: number): Promise<void> {
  for (const rule of bucket.record.lifecycle ?? []) {
    if (rule.enabled) {
      const work = { bucket, rule, now };
      await abortUploads(work);
      const keys = [...bucket.versions.keys()];
      for (const key of keys) await ageKey(work, key);
    }
  }
}
