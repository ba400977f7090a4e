import type { BackupQuery } from '@understudy/backstage-plugin-s3-backup-common';
import type { Lock, Manifest, Proof } from '@understudy/model';
import { RUNGS } from '@understudy/model';
import type { Knex } from 'knex';
import { readCursor, writeCursor } from '../runs/cursor';
import type { Page, RowFilter } from '../runs/RunStore';
import { fromInstant } from '../runs/values';
import { growthOf, keysOf, totalsOf } from './growth';
import { placesOf, retainedOf } from './retained';
import type { BackupRow } from './BackupRow';
import { toBackup } from './BackupRow';
import type { BackupStore, KnownBackup } from './BackupStore';

/** Good: complete, no tombstone, no failed proof. In SQL, once. */
function good(select: Knex.QueryBuilder): void {
  select.where({ complete: true, deleting: false }).whereNull('proof_failed');
}

const newestFirst = [
  { column: 'finished_at', order: 'desc' as const },
  { column: 'id', order: 'desc' as const },
];

/** @internal */
export class DatabaseBackupStore implements BackupStore {
  static create(options: { knex: Knex }): DatabaseBackupStore {
    return new DatabaseBackupStore(options.knex);
  }

  private constructor(private readonly knex: Knex) {}

  async get(id: string): Promise<KnownBackup | undefined> {
    const row = await this.knex<BackupRow>('backups').where({ id }).first();
    return row && (await this.#complete([row]))[0];
  }

  async list(
    query: Partial<BackupQuery> & { limit: number },
    visible?: RowFilter,
  ): Promise<Page<KnownBackup>> {
    const select = this.knex<BackupRow>('backups')
      .orderBy(newestFirst)
      .limit(query.limit + 1);
    if (query.plan) select.whereIn('plan', query.plan);
    if (query.destination) select.whereIn('destination', query.destination);
    if (query.entity) {
      select.whereIn(
        'entity_ref',
        query.entity.map(ref => ref.toLocaleLowerCase('en-US')),
      );
    }
    if (query.proof) {
      const atLeast = RUNGS.slice(RUNGS.indexOf(query.proof));
      select.whereIn('proof_rung', atLeast).whereNull('proof_failed');
    }
    if (query.locked === true) select.whereNotNull('lock');
    if (query.locked === false) select.whereNull('lock');
    if (visible) select.where(visible);
    if (query.cursor) {
      const { at, id } = readCursor(query.cursor);
      select.whereRaw('(finished_at, id) < (?, ?)', [at, id]);
    }
    const rows: BackupRow[] = await select;
    const page = rows.slice(0, query.limit);
    const last = page[page.length - 1];
    return {
      items: await this.#complete(page),
      nextCursor:
        rows.length > query.limit
          ? writeCursor({ at: Number(last.finished_at), id: last.id })
          : null,
    };
  }

  async upsertFromManifest(found: {
    id: string;
    folder: string;
    manifestKey: string;
    destination: string;
    manifest: Manifest;
    ownerRef: string | null;
  }): Promise<void> {
    const { manifest } = found;
    const sum = (of: 'plain' | 'stored') =>
      manifest.artifacts.reduce((total, one) => total + one[of].bytes, 0);
    const finished = fromInstant(manifest.finishedAt);
    await this.knex('backups')
      .insert({
        id: found.id,
        plan: manifest.plan,
        entity_ref: manifest.entityRef,
        owner_ref: found.ownerRef,
        destination: found.destination,
        run_id: manifest.runId,
        folder: found.folder,
        manifest_key: found.manifestKey,
        slot: fromInstant(manifest.slot),
        started_at: fromInstant(manifest.startedAt),
        finished_at: finished,
        complete: manifest.complete,
        bytes_plain: sum('plain'),
        bytes_stored: sum('stored'),
        manifest: JSON.stringify(manifest),
        // Uploading ends with the store's sizes and checksums compared.
        proof_rung: 'stored',
        proof_at: finished,
      })
      .onConflict('id')
      .merge(['destination', 'owner_ref', 'folder', 'manifest_key']);
  }

  async setProof(id: string, proof: Proof): Promise<void> {
    const at = fromInstant(proof.at);
    if (!proof.ok) {
      await this.knex('backups')
        .where({ id })
        .update({ proof_failed: proof.rung, proof_failed_at: at });
      return;
    }
    const below = RUNGS.slice(0, RUNGS.indexOf(proof.rung) + 1);
    // A lower rung climbed again does not take back a higher one; a failed
    // rung is only mended by climbing it, or a higher one.
    await this.knex('backups')
      .where({ id })
      .whereIn('proof_rung', below)
      .update({ proof_rung: proof.rung, proof_at: at });
    await this.knex('backups')
      .where({ id })
      .whereIn('proof_failed', below)
      .update({ proof_failed: null, proof_failed_at: null });
  }

  async setDeleting(id: string, deleting: boolean): Promise<void> {
    await this.knex('backups').where({ id }).update({ deleting });
  }

  async setLock(id: string, lock: Lock | null): Promise<void> {
    await this.knex('backups')
      .where({ id })
      .update({ lock: lock && JSON.stringify(lock) });
  }

  async deleting(plan: string, destination: string): Promise<string[]> {
    return this.knex('backups')
      .where({ plan, destination, deleting: true })
      .pluck('id');
  }

  retained(plan: string, destination: string) {
    return retainedOf(this.knex, plan, destination);
  }

  places(visible?: RowFilter) {
    return placesOf(this.knex, visible);
  }

  async remove(id: string): Promise<void> {
    await this.knex('backups').where({ id }).delete();
  }

  async lastGood(
    plan: string,
    destination?: string,
  ): Promise<KnownBackup | undefined> {
    const select = this.knex<BackupRow>('backups').where({ plan });
    if (destination) select.where({ destination });
    const row = await select.where(good).orderBy(newestFirst).first();
    return row && toBackup(row, true);
  }

  async lastGoodOfAll(
    visible?: RowFilter,
  ): Promise<Map<string, KnownBackup[]>> {
    const newest = this.knex('backups')
      .where(good)
      .groupBy('plan', 'destination')
      .select('plan', 'destination')
      .max({ finished_at: 'finished_at' });
    const select = this.knex<BackupRow>('backups')
      .where(good)
      .whereIn(['plan', 'destination', 'finished_at'], newest);
    if (visible) select.where(visible);
    const rows: BackupRow[] = await select;
    const found = new Map<string, KnownBackup[]>();
    for (const row of rows) {
      const known = found.get(row.plan) ?? [];
      found.set(row.plan, [...known, toBackup(row, true)]);
    }
    return found;
  }

  async ofRun(plan: string, runId: string): Promise<KnownBackup[]> {
    const rows: BackupRow[] = await this.knex<BackupRow>('backups')
      .where({ plan, run_id: runId })
      .orderBy(newestFirst);
    return this.#complete(rows);
  }

  async countGood(plan: string, destination: string): Promise<number> {
    const [{ n }] = await this.knex('backups')
      .where({ plan, destination })
      .where(good)
      .count({ n: '*' });
    return Number(n);
  }

  async previous(backup: KnownBackup): Promise<KnownBackup | undefined> {
    const row = await this.knex<BackupRow>('backups')
      .where({ plan: backup.plan, destination: backup.destination })
      .where('finished_at', '<', fromInstant(backup.finishedAt))
      .orderBy(newestFirst)
      .first();
    return row && (await this.#complete([row]))[0];
  }

  async usualBytes(plan: string, destination: string): Promise<number[]> {
    const sizes = await this.knex('backups')
      .where({ plan, destination })
      .where(good)
      .orderBy(newestFirst)
      .limit(5)
      .pluck('bytes_stored');
    return sizes.map(Number);
  }

  totals(by: 'plan' | 'destination', visible?: RowFilter) {
    return totalsOf(this.knex, by, visible);
  }

  growth(destination: string) {
    return growthOf(this.knex, destination);
  }

  keysOf(destination: string, page: { after: string; limit: number }) {
    return keysOf(this.knex, destination, page);
  }

  async setOwner(plan: string, ownerRef: string | null): Promise<void> {
    await this.knex('backups').where({ plan }).update({ owner_ref: ownerRef });
  }

  /** Says of each whether it is the newest good one of its plan and destination. */
  async #complete(rows: BackupRow[]): Promise<KnownBackup[]> {
    if (rows.length === 0) return [];
    const pairs = new Map(
      rows.map(row => [`${row.plan} ${row.destination}`, row]),
    );
    const newest = new Set<string>();
    for (const { plan, destination } of pairs.values()) {
      const last = await this.lastGood(plan, destination);
      if (last) newest.add(last.id);
    }
    return rows.map(row => toBackup(row, newest.has(row.id)));
  }
}
