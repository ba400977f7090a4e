import type { LoggerService } from '@backstage/backend-plugin-api';
import { claimPrefix, listBackups, openBucket } from '@understudy/engine';
import { connectionFor, OwnerFile, UnderstudyError } from '@understudy/model';
import type { BackupStore } from '../database/backups/BackupStore';
import type { PlanStatesStore } from '../database/PlanStatesStore';
import type { RunStore } from '../database/runs/RunStore';
import type {
  DestinationCatalogue,
  KnownDestinationEntry,
} from './DestinationCatalogue';
import { refuseNested } from './nestedPrefix';
import { publishedRuns } from './publishedRuns';
import type { PortalSettings } from './PortalSettings';

interface Options {
  destinations: DestinationCatalogue;
  settings: PortalSettings;
  runs: RunStore;
  backups: BackupStore;
  states: PlanStatesStore;
  logger: LoggerService;
  baseUrl: string;
}

/**
 * The first look at a destination after a start: whose is it, and does its
 * bucket know more than the database? Where it does, this database was
 * restored or copied: nothing runs by itself until somebody confirms.
 * @internal
 */
export class FirstContact {
  readonly #options: Options;
  /** By place; only spares a second look, nothing depends on it. */
  readonly #looked = new Map<string, Promise<OwnerFile>>();

  static create(options: Options): FirstContact {
    return new FirstContact(options);
  }

  private constructor(options: Options) {
    this.#options = options;
  }

  /** Owner of the destination's prefix, which is this portal. */
  async owner(entry: KnownDestinationEntry): Promise<OwnerFile> {
    const key = JSON.stringify(entry.settings);
    const known = this.#looked.get(key);
    if (known) return known;
    const looking = this.#look(entry);
    this.#looked.set(key, looking);
    try {
      return await looking;
    } catch (error) {
      this.#looked.delete(key);
      throw error;
    }
  }

  async #look(entry: KnownDestinationEntry): Promise<OwnerFile> {
    const { destinations, settings, baseUrl } = this.#options;
    refuseNested(
      entry.settings,
      (await destinations.list()).map(other => other.settings),
    );
    const connection = await destinations.connection(entry);
    const { profile } = await destinations.facts(entry);
    const bucket = openBucket(connection, { profile });
    // Those who append can't read what is there; those who restore can.
    const reading = connection.appendOnly
      ? openBucket(connectionFor(connection, 'restore'), { profile })
      : bucket;
    try {
      const instance = await settings.instance();
      const before = (await destinations.facts(entry)).owner;
      const owner = await claimPrefix(bucket, { instance, baseUrl });
      await destinations.learn(entry, { owner });
      const newer = before?.owner === owner.owner && owner.epoch > before.epoch;
      await this.#reconcile(entry, reading, newer);
      return owner;
    } finally {
      reading.close();
      bucket.close();
    }
  }

  /**
   * Takes backups that the cache lacks into it. A run that no row knows means
   * that the bucket is ahead: a run's row is always there before its manifest.
   */
  async #reconcile(
    entry: KnownDestinationEntry,
    bucket: ReturnType<typeof openBucket>,
    newerEpoch: boolean,
  ): Promise<void> {
    const { backups, runs, states } = this.#options;
    const { name } = entry.settings;
    let ahead = 0;
    if (bucket.connection.appendOnly) {
      // Names alone tell of runs that no row knows; manifests can't be read.
      for await (const id of publishedRuns(bucket)) {
        if (!(await runs.get(id))) ahead += 1;
      }
      await this.#tellAhead(name, ahead, newerEpoch);
      return;
    }
    for await (const found of listBackups(bucket, {})) {
      if (!found.manifest || !found.id || found.deleting) continue;
      if (await backups.get(found.id)) continue;
      const { manifest } = found;
      const state = await states.get(manifest.plan);
      await backups.upsertFromManifest({
        id: found.id,
        folder: found.folder,
        manifestKey: found.manifestKey,
        destination: name,
        manifest,
        ownerRef: state?.ownerRef ?? null,
      });
      if (!(await runs.get(manifest.runId))) ahead += 1;
    }
    await this.#tellAhead(name, ahead, newerEpoch);
  }

  async #tellAhead(
    name: string,
    ahead: number,
    newerEpoch: boolean,
  ): Promise<void> {
    const { settings, logger } = this.#options;
    if (ahead > 0 || newerEpoch) {
      await settings.setRecovered({
        at: new Date().toISOString(),
        destination: name,
        backups: ahead,
      });
      logger.warn(
        `Destination ${name} is ahead of this database (${ahead} backups of runs it does not know${
          newerEpoch ? ', a newer epoch' : ''
        }): it was restored or copied. Automatic backup is off until somebody confirms.`,
      );
    }
  }

  /** After a take-over it is to be looked at anew. */
  forget(entry: KnownDestinationEntry): void {
    this.#looked.delete(JSON.stringify(entry.settings));
  }

  /** Looks at all destinations; failures are theirs to show, not the start's. */
  async all(): Promise<void> {
    const { destinations, logger } = this.#options;
    for (const entry of await destinations.list()) {
      try {
        await this.owner(entry);
      } catch (error) {
        logger.warn(
          `Destination ${entry.settings.name} could not be looked at`,
          {
            reason: UnderstudyError.from(error).message,
          },
        );
      }
    }
  }
}
