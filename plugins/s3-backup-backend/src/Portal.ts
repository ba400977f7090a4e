import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import type { Config } from '@backstage/config';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { SignalsService } from '@backstage/plugin-signals-node';
import type { PlanSettings } from '@understudy/model';
import type { Knex } from 'knex';
import { DestinationCatalogue } from './catalogue/DestinationCatalogue';
import type { DestinationSettings } from './catalogue/destinationSecrets';
import { EntityOwners } from './catalogue/EntityOwners';
import { FirstContact } from './catalogue/FirstContact';
import { KeyCatalogue } from './catalogue/KeyCatalogue';
import { NetworkRules } from './catalogue/network';
import { configFiles } from './catalogue/paths';
import { PlanCatalogue } from './catalogue/PlanCatalogue';
import { portalDatabases } from './catalogue/portalDatabases';
import { PortalSettings } from './catalogue/PortalSettings';
import type { SourceTypes } from './catalogue/SourceTypes';
import { Upkeep } from './catalogue/Upkeep';
import { WorkOrderDesk } from './catalogue/WorkOrderDesk';
import type { BackupConfig } from './config';
import { CheckUps } from './checkUps/CheckUps';
import { atomicallyWith } from './database/atomically';
import { DatabaseBackupStore } from './database/backups/DatabaseBackupStore';
import { DestinationFactsStore } from './database/DestinationFactsStore';
import { FreshnessStore } from './database/FreshnessStore';
import { IdempotencyStore } from './database/IdempotencyStore';
import { KeysStore } from './database/KeysStore';
import { NamedStore } from './database/NamedStore';
import { PlanRetentionStore } from './database/PlanRetentionStore';
import { PlanStatesStore } from './database/PlanStatesStore';
import { CheckUpsStore } from './database/CheckUpsStore';
import { DatabaseRunStore } from './database/runs/DatabaseRunStore';
import { SecretsStore } from './database/SecretsStore';
import { SettingsStore } from './database/SettingsStore';
import { TicketsStore } from './database/TicketsStore';
import { Metrics } from './metrics';
import { Announcer } from './notify/Announcer';
import { HealthTeller } from './notify/HealthTeller';
import { PortalTeller } from './notify/PortalTeller';
import { Mailer } from './notify/Mailer';
import { Notifier } from './notify/Notifier';
import { Running, RunningOptions } from './runner/Running';
import { SecretBox } from './secrets/SecretBox';
import { SecretVault } from './secrets/SecretVault';
import { FreshnessWatch } from './silence/FreshnessWatch';
import { SwitchWatch } from './silence/SwitchWatch';
import { Troubles } from './silence/Troubles';
import { Watches } from './silence/Watches';

/** @internal */
export interface PortalOptions {
  config: BackupConfig;
  knex: Knex;
  sources: SourceTypes;
  /** Of this plugin, as buckets name it. */
  baseUrl: string;
  rootConfig: Config;
  logger: LoggerService;
  auth: AuthService;
  catalog: CatalogService;
  notifications: NotificationService;
  signals: SignalsService;
  metrics: MetricsService;
  testing?: RunningOptions['testing'];
}

/** All parts of the plugin behind its API. @internal */
export type Portal = ReturnType<typeof createPortal>;

/**
 * Puts together what the plugin knows and what it does. Nothing runs yet.
 * @internal
 */
export function createPortal(options: PortalOptions) {
  const { config, knex, sources, logger, auth, baseUrl } = options;
  const settings = PortalSettings.create({
    store: SettingsStore.create({ knex }),
    automaticBackup: config.automaticBackup,
  });
  const vault = SecretVault.create({
    store: SecretsStore.create({ knex }),
    box: SecretBox.create({ keys: config.secretKeys }),
    configured: config.secrets,
  });
  const facts = DestinationFactsStore.create({ knex });
  const destinationsStore = NamedStore.create<DestinationSettings>({
    knex,
    table: 'destinations',
  });
  const destinations = DestinationCatalogue.create({
    configured: config.destinations,
    store: destinationsStore,
    facts,
    vault,
    portal: async () => ({
      instance: await settings.instance(),
      network: config.network,
      allowedRegions: config.allowedRegions ?? null,
    }),
  });
  const keysStore = KeysStore.create({ knex });
  const keys = KeyCatalogue.create({
    configured: config.keys,
    store: keysStore,
    vault,
    logger,
  });
  const plansStore = NamedStore.create<PlanSettings>({ knex, table: 'plans' });
  const states = PlanStatesStore.create({ knex });
  const retention = PlanRetentionStore.create({ knex });
  const plans = PlanCatalogue.create({
    configured: config.plans,
    timeZone: config.timeZone,
    store: plansStore,
    states,
    settings,
    destinations,
    sources,
    blackouts: config.blackouts,
  });
  const owners = EntityOwners.create({
    catalog: options.catalog,
    auth,
    logger,
  });
  const runs = DatabaseRunStore.create({ knex });
  const backups = DatabaseBackupStore.create({ knex });
  const contact = FirstContact.create({
    destinations,
    settings,
    runs,
    backups,
    states,
    logger,
    baseUrl,
  });
  const network = NetworkRules.create(config.network);
  const orders = WorkOrderDesk.create({
    config,
    destinations,
    keys,
    sources,
    vault,
    settings,
    contact,
    network,
    baseUrl,
    portalDatabases: () => portalDatabases(options.rootConfig),
    excluded: [
      ...keys.identityFiles(),
      ...configFiles(process.argv, process.cwd()),
    ],
  });
  const announcer = Announcer.create({ signals: options.signals, logger });
  const mailer = Mailer.create({ config: config.mail, logger });
  const healthTeller = HealthTeller.create({
    destinations,
    mailer,
    notifications: options.notifications,
    settings,
    logger,
    admins: config.admins,
    appBaseUrl: config.appBaseUrl,
  });
  const checkUps = CheckUps.create({
    destinations,
    settings,
    network,
    store: CheckUpsStore.create({ knex }),
    teller: healthTeller,
    announcer,
    logger,
  });
  const running = Running.create({
    knex,
    logger,
    plans,
    orders,
    switches: settings,
    timeZone: config.timeZone,
    worker: {
      concurrency: config.worker.concurrency,
      leaseMs: config.worker.lease,
      labels: config.worker.labels,
      role: config.worker.role,
    },
    limits: config.limits,
    queue: config.queue,
    history: config.history,
    events: Notifier.create({
      announcer,
      mailer,
      notifications: options.notifications,
      metrics: Metrics.create({ metrics: options.metrics }),
      settings,
      destinations,
      runs,
      logger,
      admins: config.admins,
      appBaseUrl: config.appBaseUrl,
      teller: healthTeller,
      checkUps,
    }),
    ...(options.testing ? { testing: options.testing } : {}),
  });
  const teller = PortalTeller.create({
    ...options,
    mailer,
    settings,
    admins: config.admins,
    appBaseUrl: config.appBaseUrl,
  });
  const troubles = Troubles.create({
    knex,
    store: SettingsStore.create({ knex }),
  });
  const watches = Watches.create({
    troubles,
    logger,
    freshness: FreshnessWatch.create({
      plans,
      settings,
      backups,
      store: FreshnessStore.create({ knex }),
      teller,
      logger,
    }),
    automatic: SwitchWatch.create({
      settings,
      teller,
      announcer,
      afterChange: () => void running.writeStatus().catch(() => {}),
    }),
  });
  const tickets = TicketsStore.create({ knex });
  const idempotency = IdempotencyStore.create({ knex });
  return {
    config,
    execArgv: options.testing?.child?.execArgv,
    settings,
    vault,
    facts,
    destinationsStore,
    destinations,
    keysStore,
    keys,
    plansStore,
    plans,
    states,
    retention,
    owners,
    sources,
    contact,
    orders,
    announcer,
    mailer,
    running,
    tickets,
    idempotency,
    network,
    checkUps,
    teller,
    troubles,
    watches,
    atomically: atomicallyWith(knex),
    upkeep: Upkeep.create({
      plans,
      owners,
      states,
      runs,
      backups,
      retention,
      vault,
      tickets,
      idempotency,
      logger,
    }),
  };
}
