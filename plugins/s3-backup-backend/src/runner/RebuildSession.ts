import { headObject, openBucket } from '@understudy/engine';
import type { BackupStore } from '../database/backups/BackupStore';
import type { PlanProofsStore } from '../database/PlanProofsStore';
import type { Rebuilt } from './messages';
import type { PlanSource, WorkOrders } from './ports';

const PAGE = 500;
/** Named in the run's result. */
const NAMED = 100;

interface Options {
  backups: BackupStore;
  plans: PlanSource;
  orders: WorkOrders;
  proofs: PlanProofsStore;
  destination: string;
  /** Counts, and changes nothing. */
  dryRun: boolean;
}

/**
 * The worker's side of a rebuild: takes backups into the cache as the child
 * finds them, and at its end takes out what the bucket has no more. Of all
 * that was seen only ids are held.
 * @internal
 */
export class RebuildSession {
  static create(options: Options): RebuildSession {
    return new RebuildSession(options);
  }

  readonly #seen = new Set<string>();
  /** What was published while the walk went on may lie behind it. */
  readonly #since = new Date().toISOString();
  readonly #counts = { added: 0, deleting: 0 };

  private constructor(private readonly options: Options) {}

  async receive(found: Rebuilt[]): Promise<void> {
    const { backups, plans, destination, dryRun } = this.options;
    for (const backup of found) {
      const { deleting, lock, proofs, ...published } = backup;
      this.#seen.add(backup.id);
      if (!(await backups.get(backup.id))) this.#counts.added += 1;
      if (deleting) this.#counts.deleting += 1;
      if (dryRun) continue;
      const plan = await plans.get(backup.manifest.plan);
      await backups.upsertFromManifest({
        ...published,
        destination,
        ownerRef: plan?.ownerRef ?? null,
      });
      for (const proof of proofs) {
        await backups.setProof(backup.id, proof);
        const { plan: name } = backup.manifest;
        await this.options.proofs.record({ plan: name, destination }, proof);
      }
      await backups.setLock(backup.id, lock);
      if (deleting) await backups.setDeleting(backup.id, true);
    }
  }

  /** Once the walk came to its end. A row goes only after the store said 404. */
  async finish(): Promise<Record<string, unknown>> {
    const { backups, orders, destination, dryRun } = this.options;
    const { connection, profile } = await orders.destination(destination);
    const bucket = openBucket(connection, { profile });
    const gone: string[] = [];
    let vanished = 0;
    try {
      let after = '';
      for (;;) {
        const rows = await backups.keysOf(destination, { after, limit: PAGE });
        for (const { id, manifestKey, finishedAt } of rows) {
          if (this.#seen.has(id) || finishedAt >= this.#since) continue;
          // Unreadable ones are not seen either; they stay.
          if (await headObject(bucket, bucket.key(manifestKey))) continue;
          vanished += 1;
          if (gone.length < NAMED) gone.push(manifestKey);
          if (!dryRun) await backups.remove(id);
        }
        if (rows.length < PAGE) break;
        after = rows[rows.length - 1].id;
      }
    } finally {
      bucket.close();
    }
    return { ...this.#counts, vanished, vanishedKeys: gone };
  }
}
