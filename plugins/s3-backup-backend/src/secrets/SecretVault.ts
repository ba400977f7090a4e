import { SecretInput, SecretState, UnderstudyError } from '@understudy/model';
import type { Knex } from 'knex';
import type { SecretsStore } from '../database/SecretsStore';
import type { SecretBox, SecretPlace } from './SecretBox';

/**
 * Keeps secrets: sealed ones in the database, references into configuration as
 * they are. What is stored is never answered, only that it is.
 * @internal
 */
export class SecretVault {
  readonly #store: SecretsStore;
  readonly #box: SecretBox;
  readonly #configured: Record<string, string>;

  static create(options: {
    store: SecretsStore;
    box: SecretBox;
    /** `s3Backup.secrets` */
    configured: Record<string, string>;
  }): SecretVault {
    return new SecretVault(options.store, options.box, options.configured);
  }

  private constructor(
    store: SecretsStore,
    box: SecretBox,
    configured: Record<string, string>,
  ) {
    this.#store = store;
    this.#box = box;
    this.#configured = configured;
  }

  get available(): boolean {
    return this.#box.available;
  }

  fingerprint(text: string): string {
    return this.#box.fingerprint(text);
  }

  /** The value of a secret as it was entered: itself, or what configuration holds. */
  resolve(input: SecretInput): string {
    if (typeof input === 'string') return input;
    if ('$config' in input) {
      const name = input.$config.slice('s3Backup.secrets.'.length);
      const value = this.#configured[name];
      if (value === undefined) {
        throw new UnderstudyError('options-invalid', {
          what: `Configuration has no ${input.$config}.`,
        });
      }
      return value;
    }
    throw new UnderstudyError('options-invalid', {
      what: 'The secret is to be kept, but none is set: enter it.',
    });
  }

  /**
   * Stores a secret. The state of an earlier answer means: keep it, and is
   * refused where none is set.
   */
  async put(
    place: SecretPlace,
    input: SecretInput,
    by: string,
    trx?: Knex,
  ): Promise<void> {
    if (typeof input === 'object' && 'set' in input) {
      if (!(await this.#store.get(place, trx))) this.resolve(input);
      return;
    }
    this.resolve(input);
    await this.#store.put(
      place,
      typeof input === 'string'
        ? { ...this.#box.seal(place, input), reference: null }
        : { keyId: null, sealed: null, reference: input.$config },
      by,
      trx,
    );
  }

  async get(place: SecretPlace, trx?: Knex): Promise<string | undefined> {
    const row = await this.#store.get(place, trx);
    if (!row) return undefined;
    if (row.reference) return this.resolve({ $config: row.reference });
    return this.#box.open(place, { keyId: row.keyId!, sealed: row.sealed! });
  }

  /**
   * A secret of the portal itself, made by whoever needs it first.
   * @returns undefined where nothing can be sealed
   */
  async once(
    place: SecretPlace,
    make: () => string,
  ): Promise<string | undefined> {
    const known = await this.get(place);
    if (known !== undefined) return known;
    if (!this.available) return undefined;
    const sealed = { ...this.#box.seal(place, make()), reference: null };
    await this.#store.putOnce(place, sealed, null);
    return this.get(place);
  }

  async state(
    place: SecretPlace,
    trx?: Knex,
  ): Promise<(SecretState & { updatedBy: string | null }) | null> {
    const row = await this.#store.get(place, trx);
    return row
      ? { set: true, updatedAt: row.updatedAt, updatedBy: row.updatedBy }
      : null;
  }

  /** Forgets one secret, or all of a row. */
  async forget(
    place: Omit<SecretPlace, 'field'> & { field?: string },
    trx?: Knex,
  ): Promise<void> {
    await this.#store.delete(place, trx);
  }

  /** Seals with the newest key what an older one sealed; how many there were. */
  async reseal(): Promise<number> {
    const { currentKeyId } = this.#box;
    if (!currentKeyId) return 0;
    let count = 0;
    for (const { place, ...row } of await this.#store.sealedByOthers(
      currentKeyId,
    )) {
      const text = this.#box.open(place, row);
      const done = await this.#store.replaceSeal(
        place,
        row.sealed,
        this.#box.seal(place, text),
      );
      if (done) count += 1;
    }
    return count;
  }
}
