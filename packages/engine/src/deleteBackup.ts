import { Manifest, UnderstudyError } from '@understudy/model';
import type { Bucket } from './destination';
import type { FaultHook, FaultPoint } from './faultPoints';
import { checkOwner } from './manifest/checkOwner';
import {
  intentFile,
  isFixedName,
  MANIFEST_FILE,
  TOMBSTONE_FILE,
} from './manifest/files';
import { isHolding, isUnreadableLock, readLock } from './manifest/lock';
import { readIntent } from './manifest/intent';
import type { Ownership } from './manifest/ownerMarkers';
import { readManifest } from './manifest/readBackup';
import {
  readTombstone,
  removeTombstone,
  writeTombstone,
} from './manifest/tombstone';
import { deleteVersions } from './deleteVersions';
import { deleteObjects, headObject, listObjects } from './storage';

/** @public */
export interface DeleteOrder {
  bucket: Bucket;
  owner: Ownership;
  /** Folder of the run below the prefix. */
  folder: string;
  by: string;
  why: string;
  /** Asked before anything is deleted; anything but true: nothing is. */
  mayDelete(): Promise<boolean>;
  log(level: 'debug' | 'info' | 'warn' | 'error', text: string): void;
  /** For tests. */
  faultPoint?: FaultHook;
}

/**
 * Deletes one backup: tombstone, manifest, artifacts, everything else of ours
 * in its folder, tombstone. Broken off anywhere it is *being deleted*, and a
 * second call goes on. Where nothing is left, it was done before. A locked one
 * stays, and so does one whose lock cannot be read: looked at before the
 * tombstone and once more after it (see `writeLock`). In a versioned bucket old
 * versions and delete markers go, too.
 * @throws UnderstudyError `backup-locked`, …
 * @public
 */
export async function deleteBackup(order: DeleteOrder): Promise<void> {
  try {
    await run(order);
  } catch (error) {
    throw UnderstudyError.from(error);
  }
}

async function run(order: DeleteOrder): Promise<void> {
  const { bucket, folder, owner } = order;
  const at = async (name: FaultPoint) => order.faultPoint?.(name);
  const full = (name: string) => bucket.key(`${folder}/${name}`);

  await checkOwner(bucket, owner);
  const tombstone = await readTombstone(bucket, folder);
  const manifest = tombstone?.manifest ?? (await readManifest(bucket, folder));
  if (!manifest) {
    order.log('info', `${folder}: nothing is left to delete.`);
    return;
  }
  if (manifest.owner !== owner.owner) {
    throw new UnderstudyError('foreign-prefix', { other: manifest.owner });
  }
  refuseRetained(manifest);
  if ((await order.mayDelete()) !== true) {
    throw new UnderstudyError('lease-lost', { action: 'delete' });
  }
  if (!tombstone) {
    await refuseLocked(order);
    await at('delete:tombstone:before');
    const { by, why } = order;
    await writeTombstone(bucket, folder, { manifest, by, why });
    await at('delete:tombstone:after');
  }
  // Once the manifest goes it is too late for a lock; until then it wins.
  if (await headObject(bucket, full(MANIFEST_FILE))) {
    try {
      await refuseLocked(order);
    } catch (error) {
      await removeTombstone(bucket, folder);
      throw error;
    }
  }
  await at('delete:manifest:before');
  await deleteObjects(bucket, [full(MANIFEST_FILE)]);
  await at('delete:manifest:after');

  await at('delete:artifacts:before');
  await deleteObjects(
    bucket,
    manifest.artifacts.map(({ key }) => full(key)),
  );
  await at('delete:artifacts:after');

  await at('delete:rest:before');
  await checkOwner(bucket, owner);
  await deleteRest(order, manifest);
  await at('delete:rest:after');

  await at('delete:end:before');
  // By its versions, where there are: a marker would be left and never found.
  await deleteVersions(bucket, {
    prefix: full(TOMBSTONE_FILE),
    keys: new Set([full(TOMBSTONE_FILE)]),
    log: order.log,
  });
  if (await headObject(bucket, full(TOMBSTONE_FILE))) {
    await removeTombstone(bucket, folder);
  }
  await at('delete:end:after');
}

/** Promise 4: what somebody locked stays, and what may be. */
async function refuseLocked({ bucket, folder }: DeleteOrder): Promise<void> {
  const key = `${folder}/${MANIFEST_FILE}`;
  let lock;
  try {
    lock = await readLock(bucket, folder);
  } catch (error) {
    if (!isUnreadableLock(error)) throw error;
    const reason = 'its lock cannot be read';
    throw new UnderstudyError('backup-locked', { key, reason });
  }
  if (!lock || !isHolding(lock)) return;
  const { reason, by } = lock;
  const until = lock.until ?? 'somebody takes it off';
  throw new UnderstudyError('backup-locked', { key, reason, by, until });
}

/**
 * A plain delete of a locked object hides it and nothing more: the backup
 * would look gone, and go on costing money.
 */
function refuseRetained({ objectLock }: Manifest): void {
  if (!objectLock || Date.parse(objectLock.until) <= Date.now()) return;
  const { until: date, mode } = objectLock;
  throw new UnderstudyError('s3-locked', { date, mode });
}

/**
 * Proofs, locks and what other attempts of the run left: our fixed names, and
 * keys that an intent names. Anything else was put there by somebody else and
 * stays.
 */
async function deleteRest(
  order: DeleteOrder,
  manifest: Manifest,
): Promise<void> {
  const { bucket, folder } = order;
  const prefix = bucket.key(`${folder}/`);
  const names: string[] = [];
  for await (const entry of listObjects(bucket, { prefix })) {
    if ('key' in entry) names.push(entry.key.slice(prefix.length));
  }
  const intents = names
    .map(name => /^a(\d+)\/intent\.json$/.exec(name)?.[1])
    .filter(attempt => attempt !== undefined)
    .map(Number);
  const known = new Set<string>();
  for (const attempt of intents) {
    const intent = await readIntent(bucket, folder, attempt);
    if (intent?.owner !== manifest.owner) continue;
    for (const { key } of intent.uploads) known.add(key);
  }
  const ours = names.filter(
    name => name !== TOMBSTONE_FILE && (isFixedName(name) || known.has(name)),
  );
  // Intents go last: until then they name what is left.
  const last = intents.map(intentFile);
  const first = ours.filter(name => !last.includes(name));
  await deleteObjects(
    bucket,
    first.map(name => prefix + name),
  );
  const named = [...known, ...manifest.artifacts.map(({ key }) => key)];
  await removeVersions(order, [MANIFEST_FILE, ...first, ...named]);
  await deleteObjects(
    bucket,
    last.map(name => prefix + name),
  );
  await removeVersions(order, last);
  const foreign = names.filter(
    name => name !== TOMBSTONE_FILE && !ours.includes(name),
  );
  if (foreign.length > 0) {
    order.log(
      'warn',
      `${foreign.length} objects that are not ours stay in ${folder}.`,
    );
  }
}

/** What a versioned bucket still has of keys that were deleted. */
async function removeVersions(
  { bucket, folder, log }: DeleteOrder,
  names: string[],
): Promise<void> {
  const prefix = bucket.key(`${folder}/`);
  const keys = new Set(names.map(name => prefix + name));
  await deleteVersions(bucket, { prefix, keys, log });
}
