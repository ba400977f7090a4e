import { InputError } from '@backstage/errors';
import {
  extendObjectLocks,
  isHolding,
  openBucket,
  readLock,
  removeLock,
  writeLock,
} from '@understudy/engine';
import type { Bucket } from '@understudy/engine';
import { Lock, UnderstudyError } from '@understudy/model';
import type { LockRequest } from '@understudy/backstage-plugin-s3-backup-common';
import type {
  BackupStore,
  KnownBackup,
} from '../../database/backups/BackupStore';
import type { WorkOrders } from '../../runner/ports';
import { CallOptions, callerOf } from '../caller';

interface Options {
  backups: BackupStore;
  orders: WorkOrders;
}

/**
 * Locks stand in the bucket, where every deletion looks for them; the row is a
 * copy. Where the store has its own Object Lock, it is extended along.
 * @internal
 */
export class BackupLocks {
  static create(options: Options): BackupLocks {
    return new BackupLocks(options);
  }

  private constructor(private readonly options: Options) {}

  async lock(
    backup: KnownBackup,
    { reason, until }: LockRequest,
    { credentials }: CallOptions,
  ): Promise<void> {
    if (until !== null && Date.parse(until) <= Date.now()) {
      throw new InputError('until is in the past');
    }
    const lock: Lock = {
      format: 'understudy/lock',
      reason,
      until: until === null ? null : new Date(until).toISOString(),
      by: callerOf(credentials).by,
      at: new Date().toISOString(),
    };
    await this.#within(backup, async bucket => {
      await writeLock(bucket, backup.folder, lock);
      await this.options.backups.setLock(backup.id, lock);
      if (until !== null) {
        await extendObjectLocks(bucket, backup.folder, Date.parse(until));
      }
    });
  }

  async unlock(backup: KnownBackup, confirm?: string): Promise<void> {
    await this.#within(backup, async bucket => {
      // What cannot be read may be one without an end.
      const lock = await readLock(bucket, backup.folder).catch(() => null);
      const endless = lock === null || lock?.until === null;
      if (endless && confirm !== backup.plan) {
        throw new InputError(
          `To take off a lock without an end, confirm must be the name of its plan, ${backup.plan}`,
        );
      }
      await removeLock(bucket, backup.folder);
      await this.options.backups.setLock(backup.id, null);
    });
  }

  async #within(
    { destination }: KnownBackup,
    work: (bucket: Bucket) => Promise<void>,
  ): Promise<void> {
    const { connection, profile } = await this.options.orders.destination(
      destination,
    );
    const bucket = openBucket(connection, { profile });
    try {
      await work(bucket);
    } finally {
      bucket.close();
    }
  }
}

/** Before a deletion by hand; the bucket is asked again before anything goes. @internal */
export function refuseLocked({ lock, folder }: KnownBackup): void {
  if (!lock || !isHolding(lock)) return;
  const { reason, by } = lock;
  const until = lock.until ?? 'somebody takes it off';
  throw new UnderstudyError('backup-locked', {
    key: folder,
    reason,
    by,
    until,
  });
}
