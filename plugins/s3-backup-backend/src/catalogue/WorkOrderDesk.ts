import { makeSigningKey, SourceType } from '@understudy/engine';
import {
  CapabilityProfile,
  Encryption,
  OwnerFile,
  secretPaths,
  UnderstudyError,
} from '@understudy/model';
import {
  CommandOptions,
  commandSource,
  filesSource,
  portalSource,
} from '@understudy/sources';
import type { BackupConfig } from '../config';
import type {
  DrillPlace,
  KnownDestination,
  KnownPlan,
  WorkOrders,
} from '../runner/ports';
import { putSecrets, takeSecrets } from '../secrets/secretOptions';
import type { SecretVault } from '../secrets/SecretVault';
import type {
  DestinationCatalogue,
  KnownDestinationEntry,
} from './DestinationCatalogue';
import type { FirstContact } from './FirstContact';
import type { KeyCatalogue } from './KeyCatalogue';
import type { NetworkRules } from './network';
import { checkReadable } from './paths';
import type { PortalDatabases } from './portalDatabases';
import type { PortalSettings } from './PortalSettings';
import { openOptions, wordsOf } from './sourceOptions';
import type { SourceTypes } from './SourceTypes';

/** Where the private half lies, sealed. */
const SIGNING_KEY = {
  table: 'settings',
  row: 'instance',
  field: 'signing-key',
};

interface Options {
  config: BackupConfig;
  destinations: DestinationCatalogue;
  keys: KeyCatalogue;
  sources: SourceTypes;
  vault: SecretVault;
  settings: PortalSettings;
  contact: FirstContact;
  network: NetworkRules;
  baseUrl: string;
  /** Where this portal's own databases are; throws where they can't be copied. */
  portalDatabases(): PortalDatabases;
  /** Files of configuration and keys, which no source may read. */
  excluded: string[];
}

/**
 * Opens what a run needs: the only place where secrets leave the vault.
 * @internal
 */
export class WorkOrderDesk implements WorkOrders {
  readonly #options: Options;

  static create(options: Options): WorkOrderDesk {
    return new WorkOrderDesk(options);
  }

  private constructor(options: Options) {
    this.#options = options;
  }

  async #entry(name: string): Promise<KnownDestinationEntry> {
    const entry = await this.#options.destinations.get(name);
    if (!entry) {
      throw new UnderstudyError('destination-gone', { destination: name });
    }
    return entry;
  }

  async destination(name: string): Promise<KnownDestination> {
    const { destinations, contact } = this.#options;
    const entry = await this.#entry(name);
    const owner = await contact.owner(entry);
    return {
      connection: await destinations.connection(entry),
      profile: (await destinations.facts(entry)).profile,
      owner,
    };
  }

  async learned(
    name: string,
    facts: { profile?: CapabilityProfile; owner?: OwnerFile },
  ): Promise<void> {
    const entry = await this.#entry(name);
    await this.#options.destinations.learnByTheWay(entry, facts);
  }

  async recipients(encryption: Encryption): Promise<string[]> {
    return this.#options.keys.recipients(encryption);
  }

  async identities(): Promise<string[]> {
    return this.#options.keys.identities();
  }

  sourceType(type: string): SourceType | undefined {
    return this.#options.sources.get(type);
  }

  async sourceOptions(
    plan: Pick<KnownPlan, 'name' | 'source' | 'fromConfig'>,
  ): Promise<{ options: unknown; secrets: string[] }> {
    const { config, vault, excluded } = this.#options;
    const type = this.sourceType(plan.source.type);
    if (!type) {
      throw new UnderstudyError('options-invalid', {
        what: `There is no source type "${plan.source.type}".`,
      });
    }
    const { options, secrets } = await openOptions(type, plan, vault);
    for (const path of type.readPaths?.(options) ?? []) {
      await checkReadable(path, {
        roots: config.roots.read,
        excluded,
        // It is told what to leave out, wherever that lies.
        leavesOut: type === filesSource,
      });
    }
    for (const host of type.hosts?.(options) ?? []) {
      await this.#options.network.checkHost(host);
    }
    if (type !== portalSource) {
      return { options: this.#completed(type, options), secrets };
    }
    const databases = this.#options.portalDatabases();
    const { password } = databases.postgres ?? {};
    return {
      options: { ...(options as object), ...databases },
      secrets: typeof password === 'string' ? [password] : [],
    };
  }

  /** What the portal adds to options of our own types, and no user can. */
  #completed(type: SourceType, options: unknown): unknown {
    const { excluded } = this.#options;
    if (type === filesSource) {
      return { ...(options as object), never: excluded };
    }
    if (type === commandSource) {
      const { command } = options as CommandOptions;
      const { commands } = this.#options.config;
      const definition = commands.find(({ name }) => name === command);
      if (definition) return { command, definition };
      const names = commands.map(({ name }) => name).join(', ') || 'none';
      throw new UnderstudyError('options-invalid', {
        what: `s3Backup.commands names no "${command}"; it names ${names}.`,
      });
    }
    return options;
  }

  drill(plan: KnownPlan): DrillPlace {
    const type = this.sourceType(plan.source.type);
    const needs = type?.drill?.(this.#drilled(type, plan));
    const { server } = needs ?? {};
    if (!needs || !server) return { compares: false, ...needs, place: null };
    const { places } = this.#options.config.drills;
    const wanted = plan.proof?.place;
    const found = places.find(
      place => place.type === server && (!wanted || place.name === wanted),
    );
    const serverType = found && this.sourceType(server);
    return {
      ...needs,
      place: serverType
        ? { name: found.name, ...this.#placeOptions(serverType, found) }
        : null,
    };
  }

  /** What decides of a drill; secrets are not needed for it. */
  #drilled(type: SourceType, plan: KnownPlan): Record<string, unknown> {
    const { options } = plan.source;
    if (type !== portalSource) return options;
    try {
      return { ...options, ...this.#options.portalDatabases() };
    } catch {
      // Then there are no backups either.
      return options;
    }
  }

  #placeOptions(
    type: SourceType,
    place: { name: string; options: Record<string, unknown> },
  ): { options: unknown; secrets: string[] } {
    const paths = secretPaths(type.optionsSchema);
    const { open, secrets } = takeSecrets(place.options, paths);
    const opened = new Map(
      [...secrets].map(([path, value]) => [
        path,
        this.#options.vault.resolve(value),
      ]),
    );
    const parsed = type.optionsSchema.safeParse(putSecrets(open, opened));
    if (!parsed.success) {
      const root = `s3Backup.drills.places (${place.name}).options`;
      throw new UnderstudyError('drill-refused', {
        seen: `${wordsOf(parsed.error, root)}.`,
      });
    }
    return { options: parsed.data, secrets: [...opened.values()] };
  }

  async signingKey(): Promise<string | null> {
    const key = await this.#options.vault.once(SIGNING_KEY, makeSigningKey);
    return key ?? null;
  }

  writeRoots(): string[] {
    return this.#options.config.roots.write;
  }

  toolFolders(): string[] | undefined {
    return this.#options.config.toolFolders;
  }

  tempDirectory(): string {
    return this.#options.config.tempDirectory;
  }

  async instance(): Promise<string> {
    return this.#options.settings.instance();
  }

  baseUrl(): string {
    return this.#options.baseUrl;
  }
}
