import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  checkUp,
  clientVersion,
  listObjects,
  openBucket,
} from '@understudy/engine';
import {
  CheckUp,
  CheckUpReason,
  CheckUpRecord,
  DestinationConnection,
  UnderstudyError,
} from '@understudy/model';
import type { Knex } from 'knex';
import {
  DestinationCatalogue,
  KnownDestinationEntry,
  placeOf,
} from '../catalogue/DestinationCatalogue';
import type { NetworkRules } from '../catalogue/network';
import type { PortalSettings } from '../catalogue/PortalSettings';
import type { CheckUpsStore } from '../database/CheckUpsStore';
import type { Announcer } from '../notify/Announcer';
import type { HealthTeller } from '../notify/HealthTeller';
import { dueReason } from './dueReason';
import { mergeProfiles } from '../catalogue/mergeProfiles';
import { refused } from './refused';
import type { CheckUpWatch } from './watch';

/** A store that takes longer does not work. */
const LIMIT = 90_000;

/** Time for one look with new keys. */
const QUICK = 20_000;

/** Time for one round; what is left is done by the next one. */
const ROUND = 60_000;

/** After an error, not more often. */
const HOUR = 3_600_000;

interface Options {
  destinations: DestinationCatalogue;
  settings: PortalSettings;
  network: NetworkRules;
  store: CheckUpsStore;
  teller: HealthTeller;
  announcer: Announcer;
  logger: LoggerService;
}

/**
 * Check-ups of destinations: when somebody asks, each day, after changes and
 * after errors that tell something of the store. What they find is kept, and
 * told where it is the third failure, or the end of them.
 * @internal
 */
export class CheckUps {
  readonly #options: Options;
  /** Of this process; only spares work. */
  readonly #afterError = new Map<string, number>();
  #client: Promise<string> | undefined;

  static create(options: Options): CheckUps {
    return new CheckUps(options);
  }

  private constructor(options: Options) {
    this.#options = options;
  }

  /** The last ones of a destination, newest first. */
  async history(entry: KnownDestinationEntry): Promise<CheckUpRecord[]> {
    const { settings } = entry;
    return this.#options.store.list(settings.name, placeOf(settings));
  }

  async forget(name: string, trx?: Knex): Promise<void> {
    await this.#options.store.delete(name, trx);
  }

  /** Of a form: nothing of it is kept. */
  async draft(
    connection: DestinationConnection,
    notices: readonly string[],
    watch?: CheckUpWatch,
  ): Promise<CheckUp> {
    const { settings, network } = this.#options;
    const limit = new AbortController();
    const tooLong = new UnderstudyError('net-timeout', {
      action: 'The check-up',
      limit: LIMIT / 1000,
      n: 1,
    });
    const timer = setTimeout(() => limit.abort(tooLong), LIMIT);
    const bucket = openBucket(connection);
    const signals = [limit.signal, ...(watch ? [watch.signal] : [])];
    try {
      return await checkUp(bucket, {
        instance: await settings.instance(),
        allowed: endpoint => network.check(endpoint),
        notices,
        onBegin: running => watch?.tell({ running }),
        onStep: step => watch?.tell({ step }),
        signal: AbortSignal.any(signals),
      });
    } finally {
      clearTimeout(timer);
      bucket.close();
    }
  }

  /**
   * Tries new keys with one listing, before they take the place of others.
   * @throws UnderstudyError what is wrong with them, and that the others stay
   */
  async demandPassing(connection: DestinationConnection): Promise<void> {
    const retry = { attempts: 2, capMilliseconds: 1000 };
    const bucket = openBucket(connection, { retry });
    const signal = AbortSignal.timeout(QUICK);
    try {
      const { prefix } = bucket;
      await listObjects(bucket, { prefix, pageSize: 1, signal }).next();
    } catch (error) {
      const { code, details, message, hint } = UnderstudyError.from(error);
      throw new UnderstudyError(code, details, {
        message: `The new keys do not pass, and the earlier ones stay in use. ${message}`,
        hint,
      });
    } finally {
      bucket.close();
    }
  }

  /** Checks a destination as it is stored, and keeps what was found. */
  async perform(
    entry: KnownDestinationEntry,
    reason: CheckUpReason,
    watch?: CheckUpWatch,
  ): Promise<CheckUp> {
    const { destinations, store, teller, announcer } = this.#options;
    const { settings } = entry;
    const before = await destinations.facts(entry);
    const result = await this.#tried(entry, watch);
    const record = { ...result, reason };
    await store.add(settings.name, placeOf(settings), record);
    await destinations.learn(entry, {
      checkUp: result,
      ...this.#profileAfter(before.profile, record),
    });
    const bad = result.steps.find(step => step.result === 'fail');
    if (bad) {
      await teller.failed(entry, {
        title: `Check-up failed at ${bad.id}`,
        message: bad.seen,
        hint: bad.remedy ?? '',
      });
    } else {
      await teller.works(entry);
    }
    announcer.changed('destinations');
    return result;
  }

  /**
   * The daily look leaves the profile of the week alone, unless it is another
   * server that answers now.
   */
  #profileAfter(
    before: CheckUp['profile'],
    { profile: now, reason }: CheckUpRecord,
  ): { profile?: CheckUp['profile'] } {
    if (!now) return {};
    const same = before && before.server === now.server;
    if (reason === 'daily' && same) return {};
    return { profile: mergeProfiles(before, now) };
  }

  async #tried(
    entry: KnownDestinationEntry,
    watch?: CheckUpWatch,
  ): Promise<CheckUp> {
    try {
      const connection = await this.#options.destinations.connection(entry);
      return await this.draft(connection, [], watch);
    } catch (error) {
      // Half a check-up says nothing of the destination.
      if (watch?.signal.aborted) throw error;
      return refused(UnderstudyError.from(error));
    }
  }

  /** Checks what is due. Returns after a minute at most and one check-up more. */
  async round(now: number = Date.now()): Promise<void> {
    const { destinations, logger } = this.#options;
    const until = performance.now() + ROUND;
    for (const entry of await destinations.list()) {
      if (performance.now() > until) return;
      const { name } = entry.settings;
      try {
        const facts = await destinations.facts(entry);
        const client = await this.#currentClient(entry);
        const changedAt = entry.updatedAt;
        const reason = dueReason({ facts, changedAt, client }, now);
        if (reason) await this.perform(entry, reason);
      } catch (error) {
        logger.warn(`Destination ${name} could not be checked`, {
          reason: UnderstudyError.from(error).message,
        });
      }
    }
  }

  /** A run met an error that says something of the store: probe it anew. */
  async afterError(entry: KnownDestinationEntry): Promise<void> {
    const place = placeOf(entry.settings);
    const last = this.#afterError.get(place) ?? -Infinity;
    if (performance.now() - last < HOUR) return;
    this.#afterError.set(place, performance.now());
    await this.perform(entry, 'error');
  }

  async #currentClient(entry: KnownDestinationEntry): Promise<string> {
    this.#client ??= (async () => {
      const connection = await this.#options.destinations.connection(entry);
      const bucket = openBucket(connection);
      try {
        return await clientVersion(bucket);
      } finally {
        bucket.close();
      }
    })();
    try {
      return await this.#client;
    } catch (error) {
      this.#client = undefined;
      throw error;
    }
  }
}
