import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  AmbientSource,
  CheckUp,
  CheckUpRecord,
  Destination,
  DestinationInput,
  SecretInput,
  UnderstudyError,
} from '@understudy/model';
import {
  DestinationCatalogue,
  KnownDestinationEntry,
  placeOf,
} from '../../catalogue/DestinationCatalogue';
import {
  DestinationSettings,
  isKept,
  toConnection,
} from '../../catalogue/destinationSecrets';
import type { NetworkRules } from '../../catalogue/network';
import type { CheckUps } from '../../checkUps/CheckUps';
import { refused } from '../../checkUps/refused';
import { told, WatchOptions } from '../../checkUps/watch';
import type { PlanCatalogue } from '../../catalogue/PlanCatalogue';
import type { Atomically } from '../../database/atomically';
import type { BackupStore } from '../../database/backups/BackupStore';
import type { DestinationFactsStore } from '../../database/DestinationFactsStore';
import type { NamedStore } from '../../database/NamedStore';
import type { Announcer } from '../../notify/Announcer';
import type { SecretVault } from '../../secrets/SecretVault';
import { CallOptions, callerOf } from '../caller';
import { ownedByConfig, stale, Versioned } from '../versioned';
import { DestinationChecks } from './DestinationChecks';
import { DestinationSeal } from './DestinationSeal';
import { toAnswer } from './toAnswer';

/** What may be asked of destinations. @internal */
export interface DestinationsService {
  list(options: CallOptions): Promise<{
    items: Destination[];
    names: Array<Pick<Destination, 'name' | 'title' | 'health'>>;
  }>;
  get(name: string, options: CallOptions): Promise<Versioned<Destination>>;
  create(
    input: DestinationInput,
    options: CallOptions,
  ): Promise<Versioned<Destination>>;
  update(
    input: DestinationInput,
    options: CallOptions & { expect: string },
  ): Promise<Versioned<Destination>>;
  delete(name: string, options: CallOptions): Promise<void>;
  checkUps(name: string, options: CallOptions): Promise<CheckUpRecord[]>;
  test(name: string, options: WatchOptions): Promise<CheckUp>;
  testDraft(input: DestinationInput, options: WatchOptions): Promise<CheckUp>;
}

interface Options {
  destinations: DestinationCatalogue;
  store: NamedStore<DestinationSettings>;
  facts: DestinationFactsStore;
  plans: PlanCatalogue;
  backups: BackupStore;
  vault: SecretVault;
  network: NetworkRules;
  atomically: Atomically;
  announcer: Announcer;
  checkUps: CheckUps;
  /** `s3Backup.credentials.ambient` */
  ambient: AmbientSource[];
}

/** @internal */
export class DefaultDestinationsService implements DestinationsService {
  readonly #options: Options;
  readonly #checks: DestinationChecks;
  readonly #seal: DestinationSeal;

  static create(options: Options): DefaultDestinationsService {
    return new DefaultDestinationsService(options);
  }

  private constructor(options: Options) {
    this.#options = options;
    this.#checks = DestinationChecks.create(options);
    this.#seal = DestinationSeal.create(options);
  }

  async list() {
    const entries = await this.#options.destinations.list();
    const items = await Promise.all(entries.map(entry => this.#answer(entry)));
    return {
      items,
      names: items.map(({ name, title, health }) => ({ name, title, health })),
    };
  }

  async get(name: string): Promise<Versioned<Destination>> {
    const entry = await this.#entry(name);
    return { value: await this.#answer(entry), version: entry.version };
  }

  async create(input: DestinationInput, { credentials }: CallOptions) {
    const { destinations, store, announcer, atomically } = this.#options;
    const taken = new ConflictError(
      `There is a destination ${input.name} already`,
    );
    if (await destinations.get(input.name)) throw taken;
    const { settings, secrets } = await this.#checks.check(input);
    const { by } = callerOf(credentials);
    await atomically(async trx => {
      if (!(await store.insert(settings, by, trx))) throw taken;
      await this.#seal.put(input.name, secrets, by, trx);
    });
    announcer.changed('destinations');
    return this.get(input.name);
  }

  async update(
    input: DestinationInput,
    { credentials, expect }: CallOptions & { expect: string },
  ) {
    const { store, announcer, atomically } = this.#options;
    const before = await this.#entry(input.name);
    if (before.fromConfig) {
      throw ownedByConfig(`Destination ${input.name}`, before.fromConfig);
    }
    if (before.version !== expect) throw stale(`destination ${input.name}`);
    const { settings, secrets } = await this.#checks.check(input, before);
    await this.#refuseWorseKeys(before, settings, secrets);
    const { by } = callerOf(credentials);
    await atomically(async trx => {
      if (!(await store.update(settings, { expect, by }, trx))) {
        throw stale(`destination ${input.name}`);
      }
      await this.#seal.put(input.name, secrets, by, trx);
    });
    announcer.changed('destinations');
    return this.get(input.name);
  }

  async delete(name: string): Promise<void> {
    const { store, facts, checkUps, vault, announcer, atomically } =
      this.#options;
    const entry = await this.#entry(name);
    if (entry.fromConfig) {
      throw ownedByConfig(`Destination ${name}`, entry.fromConfig);
    }
    const usedBy = await this.#usedBy(name);
    if (usedBy.length > 0) {
      throw new ConflictError(
        `Destination ${name} is used by plans ${usedBy.join(
          ', ',
        )}. Give them another one first.`,
      );
    }
    await atomically(async trx => {
      await store.delete(name, trx);
      await vault.forget({ table: 'destinations', row: name }, trx);
      await facts.delete(name, trx);
      await checkUps.forget(name, trx);
    });
    announcer.changed('destinations');
  }

  async checkUps(name: string): Promise<CheckUpRecord[]> {
    return this.#options.checkUps.history(await this.#entry(name));
  }

  async test(name: string, { watch }: WatchOptions): Promise<CheckUp> {
    const { checkUps } = this.#options;
    const entry = await this.#entry(name);
    return told(watch, await checkUps.perform(entry, 'asked', watch));
  }

  /** As it stands in the form; secrets that are kept are the stored ones. */
  async testDraft(
    input: DestinationInput,
    { watch }: WatchOptions,
  ): Promise<CheckUp> {
    const { destinations, checkUps } = this.#options;
    const stored = await destinations.get(input.name);
    try {
      const checked = await this.#checks.check(input, stored);
      const { settings, secrets, notices } = checked;
      const values = await this.#opened(secrets, stored);
      const portal = await destinations.portal();
      const connection = toConnection(settings, values, portal);
      return told(watch, await checkUps.draft(connection, notices, watch));
    } catch (error) {
      if (watch?.signal.aborted) throw error;
      if (!(error instanceof UnderstudyError)) throw error;
      return told(watch, refused(error));
    }
  }

  /** As they would be used: what is kept is the stored one's. */
  async #opened(
    secrets: ReadonlyMap<string, SecretInput>,
    stored: KnownDestinationEntry | undefined,
  ): Promise<Map<string, string | undefined>> {
    const { destinations, vault } = this.#options;
    const kept = stored ? await destinations.secrets(stored) : new Map();
    return new Map(
      [...secrets].map(([path, secret]) => [
        path,
        isKept(secret) ? kept.get(path) : vault.resolve(secret),
      ]),
    );
  }

  /** Keys that are replaced in place are used until the new ones pass. */
  async #refuseWorseKeys(
    before: KnownDestinationEntry,
    settings: DestinationSettings,
    secrets: ReadonlyMap<string, SecretInput>,
  ): Promise<void> {
    if (placeOf(before.settings) !== placeOf(settings)) return;
    const fresh = [...secrets].some(
      ([path, secret]) => path.startsWith('credentials.') && !isKept(secret),
    );
    if (!fresh) return;
    const { destinations, checkUps } = this.#options;
    const opened = await this.#opened(secrets, before);
    const portal = await destinations.portal();
    await checkUps.demandPassing(toConnection(settings, opened, portal));
  }

  async #entry(name: string): Promise<KnownDestinationEntry> {
    const entry = await this.#options.destinations.get(name);
    if (!entry) throw new NotFoundError(`There is no destination ${name}`);
    return entry;
  }

  async #usedBy(name: string): Promise<string[]> {
    return (await this.#options.plans.list())
      .filter(plan => plan.destinations.includes(name))
      .map(plan => plan.name);
  }

  async #answer(entry: KnownDestinationEntry): Promise<Destination> {
    const usedBy = await this.#usedBy(entry.settings.name);
    return toAnswer(entry, usedBy, this.#options);
  }
}
