import type {
  DestinationConnection,
  DestinationInput,
  SecretState,
} from '@understudy/model';
import type { Knex } from 'knex';
import { createHash } from 'node:crypto';
import type {
  DestinationFacts,
  DestinationFactsStore,
} from '../database/DestinationFactsStore';
import type { NamedStore } from '../database/NamedStore';
import type { SecretVault } from '../secrets/SecretVault';
import {
  DestinationSettings,
  secretPlace,
  secretsIn,
  splitSecrets,
  ThisPortal,
  toConnection,
} from './destinationSecrets';
import { mergeProfiles } from './mergeProfiles';

/** A destination, wherever it is kept. @internal */
export interface KnownDestinationEntry {
  settings: DestinationSettings;
  fromConfig: string | null;
  /** A stored one of the same name that configuration hides. */
  shadowed: boolean;
  version: string;
  updatedAt: string | null;
  updatedBy: string | null;
}

/** Version of what stands in configuration. @internal */
export const CONFIG_VERSION = 'config';

/** What decides which place it is: where this changes, facts and secrets are void. @internal */
export function placeOf(settings: DestinationSettings): string {
  const { endpoint = '', bucket, prefix = '', failoverEndpoints } = settings;
  // A further address gets all that the first one gets.
  const further = failoverEndpoints?.length ? [failoverEndpoints] : [];
  return createHash('sha256')
    .update(JSON.stringify([endpoint, bucket, prefix, ...further]))
    .digest('hex');
}

/**
 * All destinations: those of configuration, which win, and stored ones.
 * @internal
 */
export class DestinationCatalogue {
  readonly #configured: DestinationInput[];
  readonly #store: NamedStore<DestinationSettings>;
  readonly #facts: DestinationFactsStore;
  readonly #vault: SecretVault;
  readonly portal: () => Promise<ThisPortal>;

  static create(options: {
    configured: DestinationInput[];
    store: NamedStore<DestinationSettings>;
    facts: DestinationFactsStore;
    vault: SecretVault;
    portal: () => Promise<ThisPortal>;
  }): DestinationCatalogue {
    return new DestinationCatalogue(options);
  }

  private constructor(options: {
    configured: DestinationInput[];
    store: NamedStore<DestinationSettings>;
    facts: DestinationFactsStore;
    vault: SecretVault;
    portal: () => Promise<ThisPortal>;
  }) {
    this.#configured = options.configured;
    this.#store = options.store;
    this.#facts = options.facts;
    this.#vault = options.vault;
    this.portal = options.portal;
  }

  async list(trx?: Knex): Promise<KnownDestinationEntry[]> {
    const stored = await this.#store.list(trx);
    const configured = this.#configured.map((input, index) => ({
      settings: splitSecrets(input).settings,
      fromConfig: `s3Backup.destinations[${index}]`,
      shadowed: stored.some(({ value }) => value.name === input.name),
      version: CONFIG_VERSION,
      updatedAt: null,
      updatedBy: null,
    }));
    const names = new Set(configured.map(({ settings }) => settings.name));
    return [
      ...configured,
      ...stored
        .filter(({ value }) => !names.has(value.name))
        .map(({ value, version, updatedAt, updatedBy }) => ({
          settings: value,
          fromConfig: null,
          shadowed: false,
          version,
          updatedAt,
          updatedBy,
        })),
    ].sort((a, b) => (a.settings.name < b.settings.name ? -1 : 1));
  }

  async get(
    name: string,
    trx?: Knex,
  ): Promise<KnownDestinationEntry | undefined> {
    return (await this.list(trx)).find(
      ({ settings }) => settings.name === name,
    );
  }

  async facts(entry: KnownDestinationEntry): Promise<DestinationFacts> {
    return this.#facts.get(entry.settings.name, placeOf(entry.settings));
  }

  async learn(
    entry: KnownDestinationEntry,
    facts: Partial<DestinationFacts>,
  ): Promise<void> {
    await this.#facts.put(entry.settings.name, placeOf(entry.settings), facts);
  }

  /**
   * What a run found out by the way: less than a check-up, which may have
   * ended meanwhile, so that what is known stays known.
   */
  async learnByTheWay(
    entry: KnownDestinationEntry,
    { profile, ...facts }: Partial<DestinationFacts>,
  ): Promise<void> {
    const before = profile && (await this.facts(entry)).profile;
    await this.learn(entry, {
      ...facts,
      ...(profile ? { profile: mergeProfiles(before ?? null, profile) } : {}),
    });
  }

  async countFailure(entry: KnownDestinationEntry): Promise<void> {
    await this.#facts.countFailure(
      entry.settings.name,
      placeOf(entry.settings),
    );
  }

  /** True for the one who is to tell: see the store. */
  async markUnhealthy(
    entry: KnownDestinationEntry,
    at: Date | null,
  ): Promise<boolean> {
    const { settings } = entry;
    return this.#facts.markUnhealthy(settings.name, placeOf(settings), at);
  }

  /** Of the secret access key: since when it is set, and by whom. */
  async keyState(
    entry: KnownDestinationEntry,
  ): Promise<(SecretState & { updatedBy: string | null }) | null> {
    const { credentials, name } = entry.settings;
    if (credentials.type !== 'keys') return null;
    if (entry.fromConfig) {
      return { set: true, updatedAt: null, updatedBy: null };
    }
    return this.#vault.state(secretPlace(name, 'credentials.secretAccessKey'));
  }

  /** Of each secret: that it is set, and since when. */
  async secretStates(
    entry: KnownDestinationEntry,
  ): Promise<Map<string, SecretState>> {
    const { settings, fromConfig } = entry;
    const states = new Map<string, SecretState>();
    for (const path of secretsIn(settings)) {
      const state = fromConfig
        ? null
        : await this.#vault.state(secretPlace(settings.name, path));
      const updatedAt = state?.updatedAt ?? null;
      states.set(path, { set: true, updatedAt });
    }
    return states;
  }

  /** With its secrets in the open. */
  async connection(
    entry: KnownDestinationEntry,
  ): Promise<DestinationConnection> {
    const secrets = await this.secrets(entry);
    return toConnection(entry.settings, secrets, await this.portal());
  }

  /** Secrets by their paths; undefined where one is set no more. */
  async secrets({
    settings,
    fromConfig,
  }: KnownDestinationEntry): Promise<Map<string, string | undefined>> {
    const { name } = settings;
    const values = new Map<string, string | undefined>();
    const input = this.#configured.find(each => each.name === name);
    const given = fromConfig && input ? splitSecrets(input).secrets : undefined;
    for (const path of secretsIn(settings)) {
      const secret = given?.get(path);
      const value = secret
        ? this.#vault.resolve(secret)
        : await this.#vault.get(secretPlace(name, path));
      values.set(path, value);
    }
    return values;
  }
}
