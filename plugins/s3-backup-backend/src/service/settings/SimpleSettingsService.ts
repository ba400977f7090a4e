import type {
  SimpleSettings,
  SimpleSettingsSaved,
} from '@understudy/backstage-plugin-s3-backup-common';
import type { DestinationInput, PlanSettings } from '@understudy/model';
import type { Knex } from 'knex';
import { createHash } from 'node:crypto';
import { DestinationCatalogue } from '../../catalogue/DestinationCatalogue';
import {
  DestinationSettings,
  splitSecrets,
} from '../../catalogue/destinationSecrets';
import type { KeyCatalogue } from '../../catalogue/KeyCatalogue';
import type { NetworkRules } from '../../catalogue/network';
import type { PlanCatalogue } from '../../catalogue/PlanCatalogue';
import type { PortalSettings } from '../../catalogue/PortalSettings';
import type { Atomically } from '../../database/atomically';
import type { NamedStore } from '../../database/NamedStore';
import type { PlanStatesStore } from '../../database/PlanStatesStore';
import type { Announcer } from '../../notify/Announcer';
import type { PortalTeller } from '../../notify/PortalTeller';
import type { SecretVault } from '../../secrets/SecretVault';
import { CallOptions, callerOf } from '../caller';
import type { DefaultKeysService } from '../keys/KeysService';
import type { PlanViews } from '../plans/PlanViews';
import { DestinationSeal } from '../destinations/DestinationSeal';
import { stale, Versioned } from '../versioned';
import { tellTurn } from './turn';
import { frequencyOf } from './frequency';
import { DESTINATION, PLAN, SimpleInput, SimpleParts } from './SimpleParts';

/** What the classic form reads and writes. @internal */
export interface SimpleSettingsService {
  get(options: CallOptions): Promise<Versioned<SimpleSettings>>;
  update(
    input: SimpleInput,
    options: CallOptions & { expect: string },
  ): Promise<Versioned<SimpleSettingsSaved>>;
}

interface Options {
  settings: PortalSettings;
  destinations: DestinationCatalogue;
  destinationStore: NamedStore<DestinationSettings>;
  plans: PlanCatalogue;
  planStore: NamedStore<PlanSettings>;
  states: PlanStatesStore;
  keys: KeyCatalogue;
  keysService: DefaultKeysService;
  vault: SecretVault;
  network: NetworkRules;
  views: PlanViews;
  atomically: Atomically;
  announcer: Announcer;
  teller: PortalTeller;
  afterChange(): void;
  timeZone: string;
}

/**
 * The classic form: a view over the switch, destination `main`, plan `portal`,
 * one key and the notifications. It has no store of its own, and saves all of
 * it or nothing.
 * @internal
 */
export class DefaultSimpleSettingsService implements SimpleSettingsService {
  readonly #options: Options;
  readonly #parts: SimpleParts;

  static create(options: Options): DefaultSimpleSettingsService {
    return new DefaultSimpleSettingsService(options);
  }

  private constructor(options: Options) {
    this.#options = options;
    this.#parts = SimpleParts.create(options);
  }

  async get(): Promise<Versioned<SimpleSettings>> {
    const { settings, destinations, plans, views, timeZone } = this.#options;
    const [{ value, version }, automatic, entry, plan] = await Promise.all([
      settings.get(),
      settings.automaticBackup(),
      destinations.get(DESTINATION),
      plans.entry(PLAN),
    ]);
    const secret = entry ? await destinations.keyState(entry) : null;
    const credentials = entry?.settings.credentials;
    const schedule = plan?.plan.schedule ?? null;
    return {
      version: createHash('sha256')
        .update(JSON.stringify([version, entry?.version, plan?.version]))
        .digest('hex')
        .slice(0, 32),
      value: {
        saved: Boolean(entry && plan),
        automaticBackup: automatic.enabled,
        accessKeyId:
          credentials?.type === 'keys' ? credentials.accessKeyId : '',
        secretAccessKey: secret && { set: true, updatedAt: secret.updatedAt },
        secretSetBy: secret?.updatedBy ?? null,
        bucket: entry?.settings.bucket ?? '',
        prefix: entry?.settings.prefix ?? 'understudy',
        region: entry?.settings.region ?? '',
        endpoint: entry?.settings.endpoint ?? '',
        encryption: plan
          ? await this.#parts.encryption(plan.plan.encryption)
          : null,
        notificationsTo: value.notifications.to,
        onSuccess: value.notifications.onSuccess,
        frequency: schedule ? frequencyOf(schedule) : 'daily',
        schedule,
        nextSlot: plan ? (await views.doings([plan]))[0].nextSlot : null,
        timeZone: plan?.plan.timeZone ?? timeZone,
        retention: plan?.plan.retention ?? null,
        fromConfig: {
          destination: entry?.fromConfig ?? null,
          plan: plan?.plan.fromConfig ?? null,
        },
      },
    };
  }

  async update(
    input: SimpleInput,
    { credentials, expect }: CallOptions & { expect: string },
  ) {
    const { announcer, atomically } = this.#options;
    const before = await this.get();
    if (before.version !== expect) throw stale('the settings');
    const { by } = callerOf(credentials);
    const notices: string[] = [];
    const destination = await this.#parts.destination(input, notices);
    const made =
      input.encryption.type === 'make' && !before.value.fromConfig.plan
        ? await this.#parts.makeKey()
        : null;
    const plan = await this.#parts.plan(input, made?.name);
    const settings = await this.#options.settings.get();
    await atomically(async trx => {
      if (destination) await this.#putDestination(destination, by, trx);
      if (made) {
        await this.#options.keysService.keep(
          { ...made, keepIdentity: true },
          by,
          trx,
        );
      }
      if (plan) await this.#putPlan(plan, by, trx);
      const done = await this.#options.settings.put(
        {
          automaticBackup: input.automaticBackup,
          off: input.off,
          defaults: {
            destination: settings.value.defaults.destination ?? DESTINATION,
            encryption: plan?.encryption ?? settings.value.defaults.encryption,
          },
          notifications: {
            to: input.notificationsTo,
            onSuccess: input.onSuccess,
          },
        },
        { expect: settings.version, by },
        trx,
      );
      if (!done) throw stale('the settings');
    });
    await tellTurn(this.#options, settings.value, by);
    for (const what of ['settings', 'destinations', 'plans'] as const) {
      announcer.changed(what);
    }
    this.#options.afterChange();
    const after = await this.get();
    return {
      version: after.version,
      value: { settings: after.value, madeKey: made, notices },
    };
  }

  async #putDestination(
    input: DestinationInput,
    by: string,
    trx: Knex,
  ): Promise<void> {
    const { destinationStore } = this.#options;
    const { settings, secrets } = splitSecrets(input);
    const row = await destinationStore.get(DESTINATION, trx);
    const done = row
      ? await destinationStore.update(
          settings,
          { expect: row.version, by },
          trx,
        )
      : await destinationStore.insert(settings, by, trx);
    if (!done) throw stale('the settings');
    const seal = DestinationSeal.create(this.#options);
    await seal.put(DESTINATION, secrets, by, trx);
  }

  async #putPlan(plan: PlanSettings, by: string, trx: Knex): Promise<void> {
    const { planStore, states } = this.#options;
    const row = await planStore.get(PLAN, trx);
    const done = row
      ? await planStore.update(plan, { expect: row.version, by }, trx)
      : await planStore.insert(plan, by, trx);
    if (!done) throw stale('the settings');
    const entityRef = plan.entityRef ?? null;
    if (!row && entityRef === null) {
      await states.setOwner(
        PLAN,
        { entityRef, ownerRef: null, annotated: true },
        trx,
      );
    }
  }
}
