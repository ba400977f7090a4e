import type {
  mailTestResultSchema,
  Settings,
  SettingsInput,
} from '@understudy/backstage-plugin-s3-backup-common';
import { UnderstudyError } from '@understudy/model';
import type { z } from 'zod';
import type { DestinationCatalogue } from '../../catalogue/DestinationCatalogue';
import type { PortalSettings } from '../../catalogue/PortalSettings';
import type { BackupConfig } from '../../config';
import { externalIdOf } from '../../catalogue/externalId';
import type { Announcer } from '../../notify/Announcer';
import type { Mailer } from '../../notify/Mailer';
import type { PortalTeller } from '../../notify/PortalTeller';
import type { SecretVault } from '../../secrets/SecretVault';
import { CallOptions, callerOf } from '../caller';
import { stale, Versioned } from '../versioned';
import { offOf, tellTurn } from './turn';

type MailTestResult = z.output<typeof mailTestResultSchema>;

/** What may be asked of the portal's settings. @internal */
export interface SettingsService {
  get(options: CallOptions): Promise<Versioned<Settings>>;
  update(
    input: SettingsInput,
    options: CallOptions & { expect: string },
  ): Promise<Versioned<Settings>>;
  testMail(to: string, options: CallOptions): Promise<MailTestResult>;
  /** Ends the recovered state. */
  confirmRecovered(options: CallOptions): Promise<void>;
}

interface Options {
  config: BackupConfig;
  settings: PortalSettings;
  destinations: DestinationCatalogue;
  vault: SecretVault;
  mailer: Mailer;
  announcer: Announcer;
  teller: PortalTeller;
  /** Outside watchers are told of the switch. */
  afterChange(): void;
}

/** @internal */
export class DefaultSettingsService implements SettingsService {
  readonly #options: Options;

  static create(options: Options): DefaultSettingsService {
    return new DefaultSettingsService(options);
  }

  private constructor(options: Options) {
    this.#options = options;
  }

  async get(): Promise<Versioned<Settings>> {
    const { config, settings, vault } = this.#options;
    const [{ value, version }, { enabled, recovered }] = await Promise.all([
      settings.get(),
      settings.automaticBackup(),
    ]);
    return {
      version,
      value: {
        automaticBackup: enabled,
        automaticBackupChangedAt: value.changedAt,
        automaticBackupChangedBy: value.changedBy,
        recovered,
        off: offOf(value),
        defaults: value.defaults,
        notifications: value.notifications,
        mail: {
          configured: Boolean(config.mail),
          from: config.mail?.from ?? null,
        },
        sealing: { available: vault.available },
        timeZone: config.timeZone,
        ambient: config.credentials.ambient,
        externalIdPrefix: externalIdOf(await settings.instance(), ''),
        roots: config.roots,
      },
    };
  }

  async update(
    input: SettingsInput,
    { credentials, expect }: CallOptions & { expect: string },
  ) {
    const { settings, destinations, announcer, afterChange } = this.#options;
    const { destination } = input.defaults;
    if (destination && !(await destinations.get(destination))) {
      throw new UnderstudyError('destination-gone', { destination });
    }
    const { by } = callerOf(credentials);
    const before = (await settings.get()).value;
    if (!(await settings.put(input, { expect, by }))) {
      throw stale('the settings');
    }
    await tellTurn(this.#options, before, by);
    announcer.changed('settings');
    afterChange();
    return this.get();
  }

  async confirmRecovered({ credentials }: CallOptions): Promise<void> {
    const { settings, announcer, afterChange } = this.#options;
    await settings.confirmRecovered(callerOf(credentials).by);
    announcer.changed('settings');
    afterChange();
  }

  async testMail(to: string): Promise<MailTestResult> {
    return this.#options.mailer.test(to);
  }
}
