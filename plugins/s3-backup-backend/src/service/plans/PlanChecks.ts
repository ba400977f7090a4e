import { InputError } from '@backstage/errors';
import {
  PlanSettings,
  SecretInput,
  secretPaths,
  UnderstudyError,
} from '@understudy/model';
import type { DestinationCatalogue } from '../../catalogue/DestinationCatalogue';
import type { EntityOwners } from '../../catalogue/EntityOwners';
import type { KeyCatalogue } from '../../catalogue/KeyCatalogue';
import type { PortalSettings } from '../../catalogue/PortalSettings';
import type { SourceTypes } from '../../catalogue/SourceTypes';
import type { WorkOrders } from '../../runner/ports';
import { dueBetween, nextDue } from '../../schedule/nextDue';
import { isNeverLoud } from '../../schedule/quietHours';
import { optionOf } from '../../catalogue/sourceOptions';
import { takeSecrets } from '../../secrets/secretOptions';
import type { SecretVault } from '../../secrets/SecretVault';

interface Options {
  sources: SourceTypes;
  destinations: DestinationCatalogue;
  keys: KeyCatalogue;
  settings: PortalSettings;
  owners: EntityOwners;
  orders: WorkOrders;
  vault: SecretVault;
}

/**
 * What must be right before a plan is stored.
 * @internal
 */
export class PlanChecks {
  readonly #options: Options;

  static create(options: Options): PlanChecks {
    return new PlanChecks(options);
  }

  private constructor(options: Options) {
    this.#options = options;
  }

  /** Throws what is wrong with a plan; answers the owner of its entity. */
  async check(
    input: PlanSettings,
  ): Promise<{ ownerRef: string | null; annotated: boolean }> {
    this.#schedule(input);
    await this.#destinations(input);
    await this.#encryption(input);
    await this.#source(input);
    return this.#entity(input);
  }

  /** What may be stored in the open, and what must be sealed. */
  splitSecrets(input: PlanSettings): {
    open: PlanSettings;
    secrets: Map<string, SecretInput>;
  } {
    const type = this.#options.sources.get(input.source.type);
    const { open, secrets } = takeSecrets(
      input.source.options,
      type ? secretPaths(type.optionsSchema) : [],
    );
    return {
      open: { ...input, source: { ...input.source, options: open } },
      secrets,
    };
  }

  #schedule({ schedule, spread = 0, blackouts = [] }: PlanSettings): void {
    if (schedule.every === 'never') return;
    let next: number | null = null;
    try {
      next = nextDue(schedule, 'UTC', Date.now());
    } catch (error) {
      throw new InputError(`schedule: ${(error as Error).message}`);
    }
    if (next === null) throw new InputError('schedule: it is never due');
    const [first, second] = dueBetween(
      schedule,
      'UTC',
      Date.now(),
      Infinity,
      2,
    );
    if (second !== undefined && spread >= second - first) {
      throw new InputError(
        'spread: the start window is as long as the way to the next slot',
      );
    }
    const quiet = blackouts.map(each => ({ ...each, timeZone: 'UTC' }));
    if (isNeverLoud(quiet, Date.now())) {
      throw new InputError('blackouts: they leave no time to begin');
    }
  }

  async #destinations({ destinations = [] }: PlanSettings): Promise<void> {
    for (const name of destinations) {
      if (!(await this.#options.destinations.get(name))) {
        throw new UnderstudyError('destination-gone', { destination: name });
      }
    }
  }

  async #encryption(input: PlanSettings): Promise<void> {
    const { keys, settings, sources } = this.#options;
    const chosen =
      input.encryption ?? (await settings.get()).value.defaults.encryption;
    const missing = (what: string) =>
      new UnderstudyError('recipients-missing', { what });
    if (!chosen) throw missing('Neither the plan nor the settings name a key.');
    if (chosen.type === 'age') {
      const known = new Set((await keys.list()).map(({ name }) => name));
      const unknown = chosen.keys.find(name => !known.has(name));
      if (unknown) throw missing(`There is no key "${unknown}".`);
      if (chosen.keys.length + chosen.recipients.length === 0) {
        throw missing('The plan names no key and no recipient.');
      }
    } else if (!input.encryption && sources.isSensitive(input.source)) {
      throw missing(
        'This source holds credentials of others: in clear must be said in the plan itself.',
      );
    }
  }

  async #source(input: PlanSettings): Promise<void> {
    const { vault, orders } = this.#options;
    const { secrets } = this.splitSecrets(input);
    for (const secret of secrets.values()) {
      if (typeof secret === 'string' && !vault.available) {
        throw new UnderstudyError('secret-key-missing');
      }
    }
    await orders.sourceOptions({ ...input, fromConfig: null } as never);
  }

  /**
   * Secrets that are kept may not travel: where the plan says another server,
   * who knows them enters them again.
   */
  async demandFreshSecrets(
    before: PlanSettings,
    input: PlanSettings,
  ): Promise<void> {
    const { sources, vault } = this.#options;
    const serverOf = ({ source }: PlanSettings) => {
      const { hosts } = sources.get(source.type) ?? {};
      const { port, url } = source.options;
      const origin = URL.canParse(`${url}`) ? new URL(`${url}`).origin : null;
      return JSON.stringify([
        source.type,
        hosts?.(source.options),
        port,
        origin,
      ]);
    };
    if (serverOf(before) === serverOf(input)) return;
    const type = sources.get(input.source.type);
    const { secrets } = this.splitSecrets(input);
    for (const path of type ? secretPaths(type.optionsSchema) : []) {
      const given = secrets.get(path);
      const isNew =
        given !== undefined && !(typeof given === 'object' && 'set' in given);
      if (isNew || !(await vault.get(optionOf(input.name, path)))) continue;
      throw new UnderstudyError('options-invalid', {
        what: `The server has changed: enter options.${path} again.`,
      });
    }
  }

  async #entity({ entityRef }: PlanSettings) {
    if (!entityRef) return { ownerRef: null, annotated: true };
    const owners = await this.#options.owners.of([entityRef]);
    const owner = owners?.get(entityRef);
    if (owner && !owner.found) {
      throw new InputError(`The catalog has no entity ${entityRef}`);
    }
    return {
      ownerRef: owner?.ownerRef ?? null,
      annotated: owner?.annotated ?? true,
    };
  }
}
