import type {
  DestinationConnection,
  DestinationInput,
  SecretState,
} from '@understudy/model';
import { UnderstudyError } from '@understudy/model';
import type { Knex } from 'knex';
import { createHash } from 'node:crypto';
import type {
  DestinationFacts,
  DestinationFactsStore,
} from '../database/DestinationFactsStore';
import type { NamedStore } from '../database/NamedStore';
import type { SecretVault } from '../secrets/SecretVault';

/** A destination without its secret. @internal */
export type DestinationSettings = Omit<DestinationInput, 'credentials'> & {
  credentials: { type: 'keys'; accessKeyId: string } | { type: 'ambient' };
};

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

/** Secrets of destinations in the vault. @internal */
export const secretOf = (name: string) => ({
  table: 'destinations',
  row: name,
  field: 'secretAccessKey',
});

/** What decides which place it is: where this changes, facts and secrets are void. @internal */
export function placeOf(settings: DestinationSettings): string {
  const { endpoint = '', bucket, prefix = '' } = settings;
  return createHash('sha256')
    .update(JSON.stringify([endpoint, bucket, prefix]))
    .digest('hex');
}

/** @internal */
export function withoutSecret(input: DestinationInput): DestinationSettings {
  const { credentials, ...rest } = input;
  return {
    ...rest,
    credentials:
      credentials.type === 'keys'
        ? { type: 'keys', accessKeyId: credentials.accessKeyId }
        : { type: 'ambient' },
  };
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

  static create(options: {
    configured: DestinationInput[];
    store: NamedStore<DestinationSettings>;
    facts: DestinationFactsStore;
    vault: SecretVault;
  }): DestinationCatalogue {
    return new DestinationCatalogue(options);
  }

  private constructor(options: {
    configured: DestinationInput[];
    store: NamedStore<DestinationSettings>;
    facts: DestinationFactsStore;
    vault: SecretVault;
  }) {
    this.#configured = options.configured;
    this.#store = options.store;
    this.#facts = options.facts;
    this.#vault = options.vault;
  }

  async list(trx?: Knex): Promise<KnownDestinationEntry[]> {
    const stored = await this.#store.list(trx);
    const configured = this.#configured.map((input, index) => ({
      settings: withoutSecret(input),
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

  async secretState(
    entry: KnownDestinationEntry,
  ): Promise<(SecretState & { updatedBy: string | null }) | null> {
    if (entry.settings.credentials.type !== 'keys') return null;
    if (entry.fromConfig) {
      return { set: true, updatedAt: null, updatedBy: null };
    }
    return this.#vault.state(secretOf(entry.settings.name));
  }

  /** With its secret in the open. */
  async connection(
    entry: KnownDestinationEntry,
  ): Promise<DestinationConnection> {
    const { settings } = entry;
    return toConnection(
      settings,
      settings.credentials.type === 'keys'
        ? await this.#secretOf(entry)
        : undefined,
    );
  }

  async #secretOf({ settings, fromConfig }: KnownDestinationEntry) {
    if (fromConfig) {
      const input = this.#configured.find(({ name }) => name === settings.name);
      if (input?.credentials.type === 'keys') {
        return this.#vault.resolve(input.credentials.secretAccessKey);
      }
    }
    const stored = await this.#vault.get(secretOf(settings.name));
    if (stored === undefined) {
      throw new UnderstudyError('credentials-missing', {
        tried: `destination ${settings.name}`,
        reason: 'its secret access key is not set',
      });
    }
    return stored;
  }
}

/** @internal */
export function toConnection(
  settings: DestinationSettings,
  secretAccessKey: string | undefined,
): DestinationConnection {
  const { name, bucket, prefix, region, endpoint, forcePathStyle } = settings;
  return {
    name,
    bucket,
    prefix,
    ...(region ? { region } : {}),
    ...(endpoint ? { endpoint } : {}),
    ...(forcePathStyle === undefined ? {} : { forcePathStyle }),
    credentials:
      settings.credentials.type === 'keys'
        ? {
            type: 'keys',
            accessKeyId: settings.credentials.accessKeyId,
            secretAccessKey: secretAccessKey ?? '',
          }
        : { type: 'ambient' },
  };
}
