import { CheckUpStep, ErrorCode, UnderstudyError } from '@understudy/model';
import { z } from 'zod';
import { getText, listObjects } from '../../storage';
import type { Bucket } from '../bucket';
import { CheckUpReport } from './CheckUpReport';
import { failed, Outcome } from './outcome';

/** The step at which an error of the first signed request belongs. */
const STEP_OF: Partial<Record<ErrorCode, CheckUpStep['id']>> = {
  's3-unknown-key': 'credentials',
  's3-bad-signature': 'credentials',
  's3-expired-token': 'credentials',
  's3-clock-skew': 'credentials',
  'credentials-missing': 'credentials',
  'options-invalid': 'region',
  's3-wrong-region': 'region',
  's3-no-such-bucket': 'bucket',
};

/** As much of `understudy.json` as tells whose prefix it is. */
const ownerSchema = z.object({
  instance: z.string(),
  since: z.string().optional(),
});

/** All prefixes above one, the bucket's root first. */
function above(prefix: string): string[] {
  if (prefix === '') return [];
  const parts = prefix.split('/');
  return parts.map((_, at) => parts.slice(0, at).join('/'));
}

async function checkOwner(
  bucket: Bucket,
  instance: string | undefined,
  signal?: AbortSignal,
): Promise<Outcome> {
  for (const prefix of above(bucket.prefix)) {
    const key = prefix === '' ? 'understudy.json' : `${prefix}/understudy.json`;
    // Keys that are bound to our prefix may not look above it.
    const text = await getText(bucket, key, { signal }).catch(() => undefined);
    if (text === undefined) continue;
    return failed(
      new UnderstudyError('nested-prefix', {
        prefix: bucket.prefix,
        other: prefix || 'the root',
        bucket: bucket.bucket,
      }),
    );
  }
  const key = bucket.key('understudy.json');
  const text = await getText(bucket, key, { signal });
  if (text === undefined) {
    return { result: 'pass', seen: 'The prefix belongs to nobody yet.' };
  }
  const owner = ownerSchema.safeParse(parseJson(text));
  if (!owner.success) {
    const reason = 'is not what Understudy writes';
    return failed(new UnderstudyError('manifest-unreadable', { key, reason }));
  }
  const { instance: other, since: date = 'unknown' } = owner.data;
  if (instance !== undefined && other !== instance) {
    return failed(new UnderstudyError('foreign-prefix', { other, date }));
  }
  return { result: 'pass', seen: `The prefix is held by ${other}.` };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What the one listing told. */
interface Listing {
  objects: number;
  error?: UnderstudyError;
}

/** Two pages at most: whether there is anything, and whether listing goes on. */
async function list(
  bucket: Bucket,
  seen: Listing,
  signal?: AbortSignal,
): Promise<void> {
  const prefix = bucket.prefix === '' ? '' : `${bucket.prefix}/`;
  try {
    for await (const _ of listObjects(bucket, {
      prefix,
      pageSize: 1,
      signal,
    })) {
      seen.objects += 1;
      if (seen.objects === 2) break;
    }
  } catch (thrown) {
    seen.error = UnderstudyError.from(thrown);
  }
}

/** Credentials, region, bucket, list and owner: all told by one listing. */
export async function accessSteps(
  bucket: Bucket,
  report: CheckUpReport,
  options: { instance?: string; signal?: AbortSignal },
): Promise<void> {
  const { instance, signal } = options;
  const { region, credentials } = bucket.connection;
  const seen: Listing = { objects: 0 };
  const at = () => seen.error && (STEP_OF[seen.error.code] ?? 'list');
  const step = (id: CheckUpStep['id'], words: () => string) =>
    report.step(id, async () => {
      if (id === 'credentials') await list(bucket, seen, signal);
      if (seen.error && at() === id) return failed(seen.error);
      return { result: 'pass', seen: words() };
    });
  await step('credentials', () => {
    if (at() === 'region') return 'The store looks at the region first.';
    return credentials.type === 'ambient'
      ? 'Credentials of this machine were found and accepted.'
      : 'The store knows the key, and the secret fits.';
  });
  await step('region', () => `${region ?? 'The default'} is right.`);
  await step('bucket', () => `${bucket.bucket} exists.`);
  await step('list', () =>
    seen.objects === 0 ? 'The prefix is empty.' : 'The prefix holds objects.',
  );
  await report.step('owner', async () => {
    try {
      return await checkOwner(bucket, instance, signal);
    } catch (thrown) {
      return failed(thrown, 'warn');
    }
  });
}
