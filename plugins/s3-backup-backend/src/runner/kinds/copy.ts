import {
  Bucket,
  claimPrefix,
  copyBackup,
  deleteBackup,
  listBackups,
  openBucket,
  probeDestination,
  verifyBackup,
} from '@understudy/engine';
import { Proof, UnderstudyError } from '@understudy/model';
import type { Published, ResultInput } from '../messages';
import type { RunContext } from '../RunContext';
import type { RunRequest } from '../requests';

type CopyRequest = Extract<RunRequest, { kind: 'copy' }>;

/** Errors that say that one must stay here; the others can go on. */
const STAYS = ['backup-locked', 's3-locked'];

/** Named in the run's result. */
const NAMED = 100;

/** A copy run from its first backup to its last. */
class Copying {
  readonly published: Published[] = [];
  readonly deleted: string[] = [];
  readonly stay: Array<{ id: string; code: string }> = [];
  bytes = 0;

  static create(options: {
    context: RunContext;
    request: CopyRequest;
    to: Bucket;
  }): Copying {
    return new Copying(options);
  }

  private constructor(
    private readonly options: Parameters<typeof Copying.create>[0],
  ) {}

  /** Copies one, and where it moves, reads the copy before it deletes. */
  async copy(id: string, folder: string): Promise<void> {
    const { context, request, to } = this.options;
    const { order, bucket: from, signal, log } = context;
    context.onPhase('transfer');
    const { instance, baseUrl } = order;
    const owner = await claimPrefix(to, { instance, baseUrl });
    const before = this.bytes;
    const copied = await copyBackup({
      from: { bucket: from, folder },
      to: { bucket: to, owner, plan: request.to.plan ?? undefined },
      run: order.run,
      signal,
      log,
      onProgress: ({ bytesStored }) =>
        context.onProgress({
          bytesRead: before + bytesStored,
          bytesStored: before + bytesStored,
        }),
      mayPublish: () => context.ask('publish'),
      faultPoint: context.faultPoint,
    });
    this.bytes += copied.already ? 0 : copied.bytesStored;
    const published = {
      id: copied.id,
      folder: copied.folder,
      manifestKey: copied.manifestKey,
      manifest: copied.manifest,
    };
    const proofs: Proof[] = [];
    if (request.move) proofs.push(await this.read(copied.folder));
    // Known before the other one goes: from here on both lists agree.
    const kept = await context.found([
      { ...published, deleting: false, lock: null, proofs },
    ]);
    if (!kept) throw new UnderstudyError('lease-lost', { action: 'copy' });
    this.published.push(published);
    if (request.move) await this.remove(id, folder);
  }

  private async read(folder: string): Promise<Proof> {
    const { context, to } = this.options;
    const { order, signal, log } = context;
    context.onPhase('check');
    return verifyBackup({
      bucket: to,
      folder,
      to: 'read',
      identities: [],
      by: order.run.by,
      signal,
      tempDirectory: order.tempDirectory,
      log,
    });
  }

  /** The tombstone's order; begun before, it goes on. */
  async remove(id: string, folder: string): Promise<void> {
    const { context, request } = this.options;
    context.onPhase('delete');
    const { owner, instance, epoch } = await context.owner();
    try {
      await deleteBackup({
        bucket: context.bucket,
        owner: { owner, instance, epoch },
        folder,
        by: context.order.run.by,
        why: `moved to ${request.to.destination}`,
        mayDelete: () => context.ask('delete', id),
        log: context.log,
        faultPoint: context.faultPoint,
      });
      this.deleted.push(id);
    } catch (error) {
      const { code, message } = UnderstudyError.from(error);
      if (!STAYS.includes(code)) throw error;
      context.log('warn', `${folder} was copied and stays: ${message}`);
      this.stay.push({ id, code });
    }
  }
}

/** What is to be copied: of a plan all that can be used, oldest first. */
async function sources(context: RunContext, request: CopyRequest) {
  const { order, bucket, signal, log } = context;
  const { plan, entityRef } = order.run;
  const found: Array<{ id: string; folder: string; deleting: boolean }> = [];
  for await (const each of listBackups(bucket, {
    plan: { plan, entityRef },
    signal,
  })) {
    const { id, folder, deleting, manifestKey } = each;
    if (!request.all && folder !== request.folder) continue;
    if (id) found.push({ id, folder, deleting });
    else log('warn', `${manifestKey} cannot be read, and stays where it is.`);
  }
  return found;
}

/**
 * Copies one backup, or all of a plan, to another destination or plan. A move
 * reads each copy whole and deletes the original after that: never all at
 * once, and until it ends lists show both. Begun again it goes on.
 * @internal
 */
export async function copy(context: RunContext): Promise<ResultInput> {
  const { order, bucket, signal } = context;
  const { request, target } = order;
  if (request.kind !== 'copy' || !target) {
    throw new UnderstudyError('defect', { seen: `${request.kind} as copy` });
  }
  context.onPhase('read');
  const found = await sources(context, request);
  const { begun, connection, profile } = target;
  const to = openBucket(connection, { profile });
  const copying = Copying.create({ context, request, to });
  try {
    to.profile ??= await probeDestination(to, { signal });
    for (const { id, folder, deleting } of found) {
      signal.throwIfAborted();
      if (!deleting) await copying.copy(id, folder);
      // An attempt before had copied it, and died on the way.
      else if (begun.includes(id)) await copying.remove(id, folder);
    }
  } finally {
    to.close();
  }
  const there = new Set(found.map(({ id }) => id));
  const gone = begun.filter(id => !there.has(id));
  const { published, deleted, stay, bytes } = copying;
  if (!request.all && found.length === 0 && gone.length === 0) {
    throw new UnderstudyError('backup-gone', {
      key: bucket.key(`${request.folder}/manifest.json`),
    });
  }
  return {
    outcome: stay.length > 0 ? 'partial' : 'succeeded',
    bytesRead: bytes,
    bytesStored: bytes,
    published,
    deleted: request.all
      ? [...deleted, ...gone]
      : [...deleted, ...gone.filter(id => id === request.backupId)],
    details: stay.length > 0 ? { stay: stay.length } : {},
    result: {
      destination: request.to.destination,
      plan: request.to.plan?.name ?? order.run.plan,
      copied: published.length,
      deleted: deleted.length,
      stay: stay.slice(0, NAMED),
    },
  };
}
