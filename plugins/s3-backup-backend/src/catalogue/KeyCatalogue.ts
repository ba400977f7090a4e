import { Encryption, UnderstudyError } from '@understudy/model';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { readFile } from 'node:fs/promises';
import type { Knex } from 'knex';
import type { BackupConfig } from '../config';
import type { KeysStore } from '../database/KeysStore';
import type { SecretVault } from '../secrets/SecretVault';

/** @internal */
export interface KnownKey {
  name: string;
  recipient: string;
  hasIdentity: boolean;
  /** Null where it was made here and not confirmed, or stands in configuration. */
  confirmedAt: string | null;
  fromConfig: string | null;
  createdAt: string | null;
}

/** Something may be encrypted to it: somebody holds its identity. @internal */
export const isUsable = (key: KnownKey) =>
  key.fromConfig !== null || key.confirmedAt !== null;

/** Identities of keys in the vault. @internal */
export const identityOf = (name: string) => ({
  table: 'keys',
  row: name,
  field: 'identity',
});

/** Lines of an identity file, without its comments. */
async function readIdentities(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8');
  return text
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(line => line.startsWith('AGE-SECRET-KEY-'));
}

/**
 * All keys: those of configuration, which win, and stored ones. Identities
 * leave it towards child processes only.
 * @internal
 */
export class KeyCatalogue {
  readonly #configured: BackupConfig['keys'];
  readonly #store: KeysStore;
  readonly #vault: SecretVault;
  readonly #logger: LoggerService;

  static create(options: {
    configured: BackupConfig['keys'];
    store: KeysStore;
    vault: SecretVault;
    logger: LoggerService;
  }): KeyCatalogue {
    return new KeyCatalogue(options);
  }

  private constructor(options: {
    configured: BackupConfig['keys'];
    store: KeysStore;
    vault: SecretVault;
    logger: LoggerService;
  }) {
    this.#configured = options.configured;
    this.#store = options.store;
    this.#vault = options.vault;
    this.#logger = options.logger;
  }

  async list(trx?: Knex): Promise<KnownKey[]> {
    const names = new Set(this.#configured.map(({ name }) => name));
    const stored = (await this.#store.list(trx)).filter(
      ({ name }) => !names.has(name),
    );
    return [
      ...this.#configured.map((key, index) => ({
        name: key.name,
        recipient: key.recipient,
        hasIdentity: key.identityFile !== undefined,
        // Needs none: whoever wrote it into configuration holds it.
        confirmedAt: null,
        fromConfig: `s3Backup.keys[${index}]`,
        createdAt: null,
      })),
      ...(await Promise.all(
        stored.map(async key => ({
          name: key.name,
          recipient: key.recipient,
          hasIdentity: Boolean(
            await this.#vault.state(identityOf(key.name), trx),
          ),
          confirmedAt: key.confirmedAt,
          fromConfig: null,
          createdAt: key.createdAt,
        })),
      )),
    ];
  }

  async get(name: string, trx?: Knex): Promise<KnownKey | undefined> {
    return (await this.list(trx)).find(key => key.name === name);
  }

  /**
   * Recipients of an encryption; empty only for *in clear*.
   * @throws UnderstudyError `recipients-missing` for an unknown or unconfirmed key
   */
  async recipients(encryption: Encryption): Promise<string[]> {
    if (encryption.type === 'clear') return [];
    const known = await this.list();
    const missing = (what: string) =>
      new UnderstudyError('recipients-missing', { what });
    const named = encryption.keys.map(name => {
      const key = known.find(each => each.name === name);
      if (!key) throw missing(`There is no key "${name}".`);
      if (!isUsable(key)) {
        throw missing(
          `Key "${name}" is not confirmed: nothing is encrypted to it before somebody has shown to hold its identity.`,
        );
      }
      return key.recipient;
    });
    const all = [...new Set([...named, ...encryption.recipients])];
    if (all.length === 0)
      throw missing('The plan names no key and no recipient.');
    return all;
  }

  /** All identities this portal holds. One that can't be read is said and left out. */
  async identities(): Promise<string[]> {
    const found: string[] = [];
    for (const { name, identityFile } of this.#configured) {
      if (!identityFile) continue;
      try {
        found.push(...(await readIdentities(identityFile)));
      } catch (error) {
        this.#logger.warn(`The identity of key ${name} could not be read`, {
          reason: (error as NodeJS.ErrnoException).code ?? 'unreadable',
        });
      }
    }
    for (const { name } of await this.#store.list()) {
      try {
        const identity = await this.#vault.get(identityOf(name));
        if (identity) found.push(identity);
      } catch (error) {
        this.#logger.warn(`The identity of key ${name} could not be opened`, {
          reason: (error as Error).message,
        });
      }
    }
    return [...new Set(found)];
  }

  /** Files that no source may read. */
  identityFiles(): string[] {
    return this.#configured.flatMap(({ identityFile }) => identityFile ?? []);
  }
}
