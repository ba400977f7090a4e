import { byHand, Backup, BackupDetail, Evidence } from '@understudy/model';
import type { DestinationCatalogue } from '../../catalogue/DestinationCatalogue';
import type { PlanCatalogue } from '../../catalogue/PlanCatalogue';
import type {
  BackupStore,
  KnownBackup,
} from '../../database/backups/BackupStore';
import type { WorkOrders } from '../../runner/ports';
import type { Keeping } from './Keeping';
import { placeSchemaOf } from './places';
import type { Readability } from './Readability';
import { readProofs } from './readProofs';
import { toAnswer } from './toAnswer';

interface Options {
  backups: BackupStore;
  plans: PlanCatalogue;
  destinations: DestinationCatalogue;
  orders: WorkOrders;
  readability: Readability;
  keeping: Keeping;
}

/**
 * Puts together what the API says of backups.
 * @internal
 */
export class BackupViews {
  readonly #options: Options;

  static create(options: Options): BackupViews {
    return new BackupViews(options);
  }

  private constructor(options: Options) {
    this.#options = options;
  }

  async list(page: KnownBackup[]): Promise<Backup[]> {
    const { plans, keeping } = this.#options;
    const [known, kept] = await Promise.all([plans.list(), keeping.of(page)]);
    const titles = new Map(known.map(({ name, title }) => [name, title]));
    return page.map(item => toAnswer(item, titles, kept(item)));
  }

  async detail(backup: KnownBackup): Promise<BackupDetail> {
    const { backups, plans, destinations, readability, orders, keeping } =
      this.#options;
    const { manifest, folder } = backup;
    const [plan, entry, previous, canOpen, kept, checked] = await Promise.all([
      plans.get(backup.plan),
      destinations.get(backup.destination),
      backups.previous(backup),
      readability.canOpen(backup),
      keeping.of([backup]),
      readProofs(backup, destinations, orders),
    ]);
    const where = entry?.settings;
    const prefix = where?.prefix ? `${where.prefix}/` : '';
    return {
      ...toAnswer(
        backup,
        new Map(plan ? [[plan.name, plan.title]] : []),
        kept(backup),
      ),
      bucket: where?.bucket ?? '',
      endpoint: where?.endpoint ?? null,
      region: where?.region ?? null,
      folderKey: `${prefix}${folder}`,
      manifestKey: `${prefix}${backup.manifestKey}`,
      artifacts: manifest.artifacts,
      gaps: manifest.gaps,
      objectLock: manifest.objectLock
        ? { mode: manifest.objectLock.mode, until: manifest.objectLock.until }
        : null,
      source: { type: manifest.source.type, version: manifest.source.version },
      restore: manifest.restore.map(line =>
        byHand(line, {
          bucket: where?.bucket ?? '',
          folderKey: `${prefix}${folder}`,
          endpoint: where?.endpoint,
        }),
      ),
      proofs: checked.proofs.map(({ proof, signature }) => ({
        rung: proof.rung,
        ok: proof.ok,
        at: proof.at,
        by: proof.by,
        milliseconds: proof.milliseconds,
        evidence: proof.evidence,
        signature,
      })),
      previousCounts: previous?.counts ?? null,
      canOpen,
      restoreRoots: orders.writeRoots(),
      restorePlace:
        plan?.source.type === backup.sourceType
          ? placeSchemaOf(orders.sourceType(backup.sourceType))
          : null,
    };
  }

  /** What was proven, for export. */
  async evidence(backup: KnownBackup): Promise<Evidence> {
    const { destinations, orders } = this.#options;
    const { id, plan, entityRef, destination, runId, manifest } = backup;
    const { startedAt, finishedAt, manifestKey } = backup;
    const { proofs, publicKeys } = await readProofs(
      backup,
      destinations,
      orders,
    );
    return {
      format: 'understudy/evidence',
      exportedAt: new Date().toISOString(),
      portal: orders.baseUrl(),
      backup: {
        id,
        plan,
        entityRef,
        destination,
        runId,
        startedAt,
        finishedAt,
        manifestKey,
        artifacts: manifest.artifacts.map(({ name, stored }) => ({
          name,
          bytes: stored.bytes,
          sha256: stored.sha256,
        })),
      },
      publicKeys,
      proofs,
    };
  }
}
