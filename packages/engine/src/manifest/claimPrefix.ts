import { randomUUID } from 'node:crypto';
import { OwnerFile, ownerFileSchema, UnderstudyError } from '@understudy/model';
import type { Bucket } from '../destination';
import { isAppendOnly } from '../destination/wishes';
import { putObject } from '../storage';
import { OWNER_FILE } from './files';
import { refuseAround, refuseWithin } from './nestedPrefix';
import { markerKey, OwnerMarker, Ownership, readRuler } from './ownerMarkers';
import { readJson } from './readJson';
import { writeJson, writeOnce } from './writeOnce';

/** @public */
export interface ClaimOptions {
  /** The id of this portal. */
  instance: string;
  /** Said to others who find the prefix taken. */
  baseUrl: string;
  /** Public half of the key that signs proofs; absent: it stays as it is. */
  publicKey?: string | null;
  /** Take a prefix over that another portal holds. */
  adopt?: boolean;
  signal?: AbortSignal;
}

/**
 * Makes a prefix ours: `understudy.json` for people, and a marker that shows
 * by listing alone who rules. Idempotent, and right when two portals, or two
 * replicas of one, do it at once.
 * @throws UnderstudyError `foreign-prefix` where another portal holds it,
 * `nested-prefix` where it lies within or around another one
 * @public
 */
export async function claimPrefix(
  bucket: Bucket,
  options: ClaimOptions,
): Promise<OwnerFile> {
  const { signal } = options;
  await refuseWithin(bucket, { signal });
  const [file, ruler] = await Promise.all([
    // The markers say all by listing alone; the file is for people then.
    isAppendOnly(bucket)
      ? undefined
      : readJson(bucket, bucket.key(OWNER_FILE), ownerFileSchema, { signal }),
    readRuler(bucket, { signal }),
  ]);
  if (!file && !ruler) return claimNew(bucket, options);
  const holder = holderOf(file, ruler);
  if (holder.instance === options.instance) {
    return keep(bucket, options, { file, ruler, holder });
  }
  if (!options.adopt) {
    throw new UnderstudyError('foreign-prefix', {
      other: holder.instance,
      date: file?.since ?? ruler?.since,
      baseUrl: file?.baseUrl,
    });
  }
  return adopt(bucket, options, { file, holder });
}

/** The marker rules; the file alone speaks only where no marker was written yet. */
function holderOf(
  file: OwnerFile | undefined,
  ruler: OwnerMarker | undefined,
): Ownership {
  const { owner, instance, epoch } = (ruler ?? file)!;
  return { owner, instance, epoch };
}

function ownerFile(options: ClaimOptions, holder: Ownership): OwnerFile {
  return {
    format: 1,
    owner: holder.owner,
    instance: holder.instance,
    epoch: holder.epoch,
    baseUrl: options.baseUrl,
    since: new Date().toISOString(),
    publicKey: options.publicKey ?? null,
  };
}

async function claimNew(
  bucket: Bucket,
  options: ClaimOptions,
): Promise<OwnerFile> {
  const { signal, instance } = options;
  await refuseAround(bucket, { signal });
  const file = ownerFile(options, { owner: randomUUID(), instance, epoch: 1 });
  try {
    await writeOnce(bucket, {
      key: bucket.key(OWNER_FILE),
      value: file,
      signal,
    });
  } catch (error) {
    if (UnderstudyError.from(error).code !== 's3-conflict') throw error;
    // A file without its marker, which these keys can't read: nobody's word
    // is better than one's own, so it is somebody else's.
    if (isAppendOnly(bucket) && !(await readRuler(bucket, { signal }))) {
      throw new UnderstudyError('foreign-prefix', {
        other: 'somebody whose understudy.json these keys cannot read',
        date: undefined,
      });
    }
    // Somebody was faster; perhaps another replica of this portal.
    return claimPrefix(bucket, { ...options, adopt: false });
  }
  await writeMarker(bucket, file, signal);
  return file;
}

/** Ours already: puts right what a crash between two writes left behind. */
async function keep(
  bucket: Bucket,
  options: ClaimOptions,
  found: { file?: OwnerFile; ruler?: OwnerMarker; holder: Ownership },
): Promise<OwnerFile> {
  const { file, ruler, holder } = found;
  if (isAppendOnly(bucket)) {
    const since = ruler?.since ?? new Date().toISOString();
    return { ...ownerFile(options, holder), since };
  }
  if (!ruler) await writeMarker(bucket, holder, options.signal);
  const current =
    file?.owner === holder.owner &&
    file.instance === holder.instance &&
    file.epoch === holder.epoch;
  if (current) return withKey(bucket, options, file);
  return replaceFile(bucket, options, holder);
}

/** A portal that got its key later says so once. */
async function withKey(
  bucket: Bucket,
  { publicKey, signal }: ClaimOptions,
  file: OwnerFile,
): Promise<OwnerFile> {
  if (!publicKey || file.publicKey === publicKey) return file;
  const value = { ...file, publicKey };
  await writeJson(bucket, { key: bucket.key(OWNER_FILE), value, signal });
  return value;
}

/** The owner of the prefix stays, its epoch rises, and this portal holds it. */
async function adopt(
  bucket: Bucket,
  options: ClaimOptions,
  found: { file?: OwnerFile; holder: Ownership },
): Promise<OwnerFile> {
  const { holder, file } = found;
  const epoch = Math.max(holder.epoch, file?.epoch ?? 0) + 1;
  const ours = { owner: holder.owner, instance: options.instance, epoch };
  await writeMarker(bucket, ours, options.signal);
  const ruler = await readRuler(bucket, options);
  if (ruler?.instance !== options.instance) {
    throw new UnderstudyError('foreign-prefix', {
      other: ruler?.instance,
      date: ruler?.since,
    });
  }
  return replaceFile(bucket, options, ours);
}

async function replaceFile(
  bucket: Bucket,
  options: ClaimOptions,
  holder: Ownership,
): Promise<OwnerFile> {
  const file = ownerFile(options, holder);
  const key = bucket.key(OWNER_FILE);
  await writeJson(bucket, { key, value: file, signal: options.signal });
  return file;
}

/** Its name says all, so whoever wrote it first, it is the same. */
async function writeMarker(
  bucket: Bucket,
  ownership: Ownership,
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    await putObject(bucket, {
      key: bucket.key(markerKey(ownership)),
      body: Buffer.alloc(0),
      ifNoneMatch: true,
      signal,
    });
  } catch (error) {
    if (UnderstudyError.from(error).code !== 's3-conflict') throw error;
  }
}
