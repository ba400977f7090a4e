import { Manifest, UnderstudyError } from '@understudy/model';
import type { Bucket } from './destination';
import type { FaultHook, FaultPoint } from './faultPoints';
import { checkOwner } from './manifest/checkOwner';
import { isFixedName, MANIFEST_FILE, TOMBSTONE_FILE } from './manifest/files';
import { readIntent } from './manifest/intent';
import type { Ownership } from './manifest/ownerMarkers';
import { readManifest } from './manifest/readBackup';
import { readTombstone, writeTombstone } from './manifest/tombstone';
import { deleteObjects, listObjects } from './storage';

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
 * second call goes on. Where nothing is left, it was done before.
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
  if ((await order.mayDelete()) !== true) {
    throw new UnderstudyError('lease-lost', { action: 'delete' });
  }
  if (!tombstone) {
    await at('delete:tombstone:before');
    const { by, why } = order;
    await writeTombstone(bucket, folder, { manifest, by, why });
    await at('delete:tombstone:after');
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
  await deleteObjects(bucket, [full(TOMBSTONE_FILE)]);
  await at('delete:end:after');
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
  const last = ours.filter(name => name.endsWith('/intent.json'));
  const first = ours.filter(name => !last.includes(name));
  await deleteObjects(
    bucket,
    [...first, ...last].map(name => prefix + name),
  );
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
