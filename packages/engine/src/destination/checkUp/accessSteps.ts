import {
  CheckUpStep,
  ConnectionCredentials,
  connectionFor,
  ErrorCode,
  UnderstudyError,
} from '@understudy/model';
import { z } from 'zod';
import { readRuler } from '../../manifest/ownerMarkers';
import { getText, listObjects } from '../../storage';
import { Bucket, openBucket } from '../bucket';
import { isAppendOnly } from '../wishes';
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
  's3-wrong-owner': 'bucket',
};

/** Whose credentials were accepted. */
const HOLDERS: Record<ConnectionCredentials['type'], string> = {
  keys: 'The store knows the key, and the secret fits.',
  ambient: 'Credentials of this machine were found and accepted.',
  'assume-role': 'The role was assumed, and the store accepts it.',
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

/** Who rules, for keys that may list only. */
async function ownerListed(
  bucket: Bucket,
  instance: string | undefined,
  signal?: AbortSignal,
): Promise<Outcome> {
  const ruler = await readRuler(bucket, { signal });
  if (!ruler) {
    return { result: 'pass', seen: 'The prefix belongs to nobody yet.' };
  }
  const { instance: other, since: date } = ruler;
  if (instance !== undefined && other !== instance) {
    return failed(new UnderstudyError('foreign-prefix', { other, date }));
  }
  return { result: 'pass', seen: `The prefix is held by ${other}.` };
}

async function checkOwner(
  bucket: Bucket,
  instance: string | undefined,
  signal?: AbortSignal,
): Promise<Outcome> {
  if (isAppendOnly(bucket)) return ownerListed(bucket, instance, signal);
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

/** What the other credentials of a destination are for. */
const USES = { prune: 'deleting', restore: 'restoring' } as const;

/** Credentials for deleting and restoring are tried with the one listing, too. */
async function refusedOthers(
  bucket: Bucket,
  signal?: AbortSignal,
): Promise<Outcome | undefined> {
  const { pruneCredentials, restoreCredentials } = bucket.connection;
  for (const use of ['prune', 'restore'] as const) {
    const own = { prune: pruneCredentials, restore: restoreCredentials }[use];
    if (!own) continue;
    const other = openBucket(connectionFor(bucket.connection, use), bucket);
    try {
      await listObjects(other, { prefix: bucket.prefix, signal }).next();
    } catch (error) {
      const outcome = failed(error);
      return { ...outcome, seen: `Those for ${USES[use]}: ${outcome.seen}` };
    } finally {
      other.close();
    }
  }
  return undefined;
}

/**
 * A bucket of another account is refused like one that may not be listed. One
 * look without the expected owner tells the two apart; nothing else is sent so.
 */
async function ofOwner(
  bucket: Bucket,
  error: UnderstudyError,
  signal?: AbortSignal,
): Promise<UnderstudyError> {
  const { expectedBucketOwner: owner, ...connection } = bucket.connection;
  if (!owner || error.code !== 's3-denied-list') return error;
  const anyones = openBucket(connection, bucket);
  try {
    await listObjects(anyones, { prefix: bucket.prefix, signal }).next();
    const details = { bucket: bucket.bucket, owner };
    return new UnderstudyError('s3-wrong-owner', details);
  } catch {
    return error;
  } finally {
    anyones.close();
  }
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
    seen.error = await ofOwner(bucket, UnderstudyError.from(thrown), signal);
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
      if (id === 'credentials') {
        const refused = await refusedOthers(bucket, signal);
        if (refused) return refused;
      }
      return { result: 'pass', seen: words() };
    });
  await step('credentials', () => {
    if (at() === 'region') return 'The store looks at the region first.';
    return HOLDERS[credentials.type];
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
