import { UnderstudyError } from '@understudy/model';
import type { Bucket } from './destination';
import { deleteVersion, listVersions, ObjectVersion } from './storage';

/** Errors after which the other versions can still go. */
const REFUSED = /^s3-(?:denied|locked)/;

/**
 * Deletes for good what a versioned bucket keeps of deleted keys: old versions
 * and delete markers, newest last, so that nothing comes to light again on the
 * way. A store without versions, or keys that may not list them, have none:
 * then the bucket's own lifecycle rule must take them.
 * @returns how many were refused
 */
export async function deleteVersions(
  bucket: Bucket,
  options: {
    /** Full prefix to list below. */
    prefix: string;
    /** Full keys that may go. */
    keys: ReadonlySet<string>;
    log(level: 'warn', text: string): void;
    signal?: AbortSignal;
  },
): Promise<number> {
  if (bucket.profile?.versioning === 'no') return 0;
  const { prefix, keys, log, signal } = options;
  const versions: ObjectVersion[] = [];
  try {
    for await (const version of listVersions(bucket, { prefix, signal })) {
      if (keys.has(version.key)) versions.push(version);
    }
  } catch (error) {
    const { code, message } = UnderstudyError.from(error);
    if (!REFUSED.test(code) && code !== 's3-unsupported') throw error;
    if (bucket.profile?.versioning === 'yes') {
      log('warn', `Old versions could not be listed: ${message}`);
    }
    return 0;
  }
  let refused = 0;
  for (const version of versions.reverse()) {
    try {
      await deleteVersion(bucket, version, { signal });
    } catch (error) {
      if (!REFUSED.test(UnderstudyError.from(error).code)) throw error;
      refused += 1;
    }
  }
  if (refused > 0) {
    log(
      'warn',
      `The store kept ${refused} old version(s) below ${prefix}: its Object Lock or its policy holds them.`,
    );
  }
  return refused;
}
