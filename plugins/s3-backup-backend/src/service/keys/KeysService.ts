import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import type {
  Key,
  KeyMade,
  keyInputSchema,
} from '@understudy/backstage-plugin-s3-backup-common';
import { makeIdentity } from '@understudy/engine';
import { UnderstudyError } from '@understudy/model';
import type { Knex } from 'knex';
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import {
  identityOf,
  KeyCatalogue,
  KnownKey,
} from '../../catalogue/KeyCatalogue';
import type { PlanCatalogue } from '../../catalogue/PlanCatalogue';
import type { Atomically } from '../../database/atomically';
import type { KeysStore } from '../../database/KeysStore';
import type { Announcer } from '../../notify/Announcer';
import type { SecretVault } from '../../secrets/SecretVault';
import { CallOptions, callerOf } from '../caller';
import { ownedByConfig } from '../versioned';

type KeyRequest = z.output<typeof keyInputSchema>;

/** Six characters are soon guessed: after these a new key must be made. */
const WRONG_TRIES = 10;

/** What may be asked of keys. @internal */
export interface KeysService {
  list(options: CallOptions): Promise<Key[]>;
  get(name: string, options: CallOptions): Promise<Key>;
  create(input: KeyRequest, options: CallOptions): Promise<KeyMade>;
  confirm(name: string, lastSix: string, options: CallOptions): Promise<Key>;
  delete(name: string, options: CallOptions): Promise<void>;
}

interface Options {
  keys: KeyCatalogue;
  store: KeysStore;
  plans: PlanCatalogue;
  vault: SecretVault;
  atomically: Atomically;
  announcer: Announcer;
}

/** Bound to the key, so that equal ends of two identities don't look alike. */
export const lastSixHash = (name: string, lastSix: string) =>
  createHash('sha256')
    .update(
      JSON.stringify(['understudy-last-six', name, lastSix.toUpperCase()]),
    )
    .digest('hex');

/** @internal */
export class DefaultKeysService implements KeysService {
  readonly #options: Options;

  static create(options: Options): DefaultKeysService {
    return new DefaultKeysService(options);
  }

  private constructor(options: Options) {
    this.#options = options;
  }

  async list(): Promise<Key[]> {
    const known = await this.#options.keys.list();
    return Promise.all(known.map(key => this.#answer(key)));
  }

  async get(name: string): Promise<Key> {
    const key = await this.#options.keys.get(name);
    if (!key) throw new NotFoundError(`There is no key ${name}`);
    return this.#answer(key);
  }

  async create(input: KeyRequest, { credentials }: CallOptions) {
    const { keys, store, atomically, announcer } = this.#options;
    const { name } = input;
    const taken = new ConflictError(`There is a key ${name} already`);
    if (await keys.get(name)) throw taken;
    const { by } = callerOf(credentials);
    let identity: string | null = null;
    if (input.type === 'make') {
      const { keepIdentity } = input;
      const made = await makeIdentity();
      identity = made.identity;
      await atomically(trx =>
        this.keep({ name, ...made, keepIdentity }, by, trx),
      );
    } else {
      const done = await store.insert(
        {
          name,
          recipient: input.recipient,
          lastSixHash: null,
          // Whoever pasted it says to hold its identity.
          confirmedAt: new Date().toISOString(),
        },
        by,
      );
      if (!done) throw taken;
    }
    announcer.changed('settings');
    return { key: await this.get(name), identity };
  }

  /** Stores a made key; its identity is sealed, or known to nobody but the asker. */
  async keep(
    key: {
      name: string;
      recipient: string;
      identity: string;
      keepIdentity: boolean;
    },
    by: string,
    trx: Knex,
  ): Promise<void> {
    const { store, vault } = this.#options;
    if (key.keepIdentity && !vault.available) {
      throw new UnderstudyError('secret-key-missing');
    }
    const done = await store.insert(
      {
        name: key.name,
        recipient: key.recipient,
        lastSixHash: lastSixHash(key.name, key.identity.slice(-6)),
        confirmedAt: null,
      },
      by,
      trx,
    );
    if (!done) throw new ConflictError(`There is a key ${key.name} already`);
    if (key.keepIdentity) {
      await vault.put(identityOf(key.name), key.identity, by, trx);
    }
  }

  async confirm(name: string, lastSix: string): Promise<Key> {
    const { store, announcer } = this.#options;
    const key = await store.get(name);
    if (!key) return this.get(name);
    if (key.confirmedAt) return this.get(name);
    if (key.wrongTries >= WRONG_TRIES) {
      throw new ConflictError(
        `Key ${name} was tried ${WRONG_TRIES} times. Delete it and make a new one.`,
      );
    }
    if (key.lastSixHash !== lastSixHash(name, lastSix)) {
      await store.countWrongTry(name);
      throw new InputError(
        'These are not the last six characters of the identity. They stand at the end of the line that begins with AGE-SECRET-KEY-1.',
      );
    }
    await store.confirm(name);
    announcer.changed('settings');
    return this.get(name);
  }

  async delete(name: string): Promise<void> {
    const { keys, store, vault, atomically, announcer } = this.#options;
    const key = await keys.get(name);
    if (!key) throw new NotFoundError(`There is no key ${name}`);
    if (key.fromConfig) throw ownedByConfig(`Key ${name}`, key.fromConfig);
    const usedBy = await this.#usedBy(name);
    if (usedBy.length > 0) {
      throw new ConflictError(
        `Plans ${usedBy.join(
          ', ',
        )} encrypt to key ${name}. Give them another one first.`,
      );
    }
    await atomically(async trx => {
      await store.delete(name, trx);
      await vault.forget({ table: 'keys', row: name }, trx);
    });
    announcer.changed('settings');
  }

  async #usedBy(name: string): Promise<string[]> {
    return (await this.#options.plans.list())
      .filter(
        ({ encryption }) =>
          encryption.type === 'age' && encryption.keys.includes(name),
      )
      .map(plan => plan.name);
  }

  async #answer(key: KnownKey): Promise<Key> {
    return { ...key, usedBy: await this.#usedBy(key.name) };
  }
}
