import type { Encryption } from '@understudy/model';
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import { NEW_VERSION, SettingsStore } from '../database/SettingsStore';
import type { Switches } from '../runner/ports';
import type { SwitchedOff } from '../silence/switchedOff';
import { offAfter } from '../silence/switchedOff';

const SETTINGS = 'settings';
const RECOVERED = 'recovered';
const INSTANCE = 'instance';

/** What `PUT /settings` sets, and when its switch was last turned. @internal */
export interface PortalSettingsValue {
  automaticBackup: boolean;
  changedAt: string | null;
  changedBy: string | null;
  /** While it is off: why, and until when. */
  off?: SwitchedOff | null;
  defaults: { destination: string | null; encryption: Encryption | null };
  notifications: { to: string[]; onSuccess: boolean };
}

/** Why nothing runs by itself: a bucket knows more than the database. @internal */
export interface Recovered {
  at: string;
  destination: string;
  backups: number;
}

/**
 * Settings of the portal as a whole, with the defaults that hold before
 * somebody saves them.
 * @internal
 */
export class PortalSettings implements Switches {
  readonly #store: SettingsStore;
  readonly #initially: boolean;

  static create(options: {
    store: SettingsStore;
    /** `s3Backup.automaticBackup` */
    automaticBackup: boolean;
  }): PortalSettings {
    return new PortalSettings(options.store, options.automaticBackup);
  }

  private constructor(store: SettingsStore, initially: boolean) {
    this.#store = store;
    this.#initially = initially;
  }

  async get(
    trx?: Knex,
  ): Promise<{ value: PortalSettingsValue; version: string }> {
    const stored = await this.#store.get<PortalSettingsValue>(SETTINGS, trx);
    return {
      version: stored?.version ?? NEW_VERSION,
      value: stored?.value ?? {
        automaticBackup: this.#initially,
        changedAt: null,
        changedBy: null,
        defaults: { destination: null, encryption: null },
        notifications: { to: [], onSuccess: false },
      },
    };
  }

  /**
   * Writes them where the version is the expected one. Turning the switch on
   * confirms a recovered database.
   * @returns whether they were written
   */
  async put(
    input: Omit<PortalSettingsValue, 'changedAt' | 'changedBy' | 'off'> & {
      off?: { reason: string; until: string };
    },
    options: { expect: string; by: string },
    trx?: Knex,
  ): Promise<boolean> {
    const { value: before } = await this.get(trx);
    const recovered = await this.recovered(trx);
    const effective = before.automaticBackup && !recovered;
    const turned = effective !== input.automaticBackup;
    const done = await this.#store.put(
      SETTINGS,
      {
        ...input,
        off: input.automaticBackup
          ? null
          : offAfter(before.off ?? null, input.off, {
              turnedOff: effective,
              by: options.by,
              now: Date.now(),
            }),
        changedAt: turned ? new Date().toISOString() : before.changedAt,
        changedBy: turned ? options.by : before.changedBy,
      },
      options,
      trx,
    );
    if (done && recovered && input.automaticBackup) {
      await this.#store.delete(RECOVERED, trx);
    }
    return done;
  }

  /** Back on at the end that was named. False where somebody was faster. */
  async end(version: string): Promise<boolean> {
    const { value } = await this.get();
    const changedAt = new Date().toISOString();
    return this.#store.put(
      SETTINGS,
      {
        ...value,
        automaticBackup: true,
        off: null,
        changedAt,
        changedBy: null,
      },
      { expect: version, by: null },
    );
  }

  /** Notes that people are reminded. False where somebody was faster. */
  async reminded(version: string, now: number): Promise<boolean> {
    const { value } = await this.get();
    const remindedAt = new Date(now).toISOString();
    return this.#store.put(
      SETTINGS,
      { ...value, off: value.off && { ...value.off, remindedAt } },
      { expect: version, by: null },
    );
  }

  async recovered(trx?: Knex): Promise<Recovered | undefined> {
    return (await this.#store.get<Recovered>(RECOVERED, trx))?.value;
  }

  /**
   * Somebody looked: what runs by itself may run again. What fell before is
   * not caught up.
   */
  async confirmRecovered(by: string): Promise<void> {
    const { value, version } = await this.get();
    if (!(await this.recovered())) return;
    if (!value.automaticBackup) {
      await this.#store.delete(RECOVERED);
      return;
    }
    const { off: _, ...again } = value;
    if (!(await this.put(again, { expect: version, by }))) {
      await this.confirmRecovered(by);
    }
  }

  async setRecovered(recovered: Recovered): Promise<void> {
    await this.#store.set(RECOVERED, recovered, null);
  }

  async automaticBackup() {
    const [{ value }, recovered] = await Promise.all([
      this.get(),
      this.recovered(),
    ]);
    return {
      enabled: value.automaticBackup && !recovered,
      recovered: Boolean(recovered),
      changedAt: value.changedAt,
    };
  }

  /** Id of this portal, made once and never changed. */
  async instance(): Promise<string> {
    return this.#store.once(INSTANCE, () => randomUUID());
  }
}
