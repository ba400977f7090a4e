import type { Blackout, PlanSettings } from '@understudy/model';
import type { NamedStore, Stored } from '../database/NamedStore';
import type { PlanState, PlanStatesStore } from '../database/PlanStatesStore';
import type { KnownPlan, PlanSource } from '../runner/ports';
import {
  CONFIG_VERSION,
  type DestinationCatalogue,
} from './DestinationCatalogue';
import { defaultFreshness } from './freshness';
import type { QuietHours } from '../schedule/quietHours';
import type { PortalSettings } from './PortalSettings';
import type { SourceTypes } from './SourceTypes';

/** A plan with what the API says of it beside its settings. @internal */
export interface PlanEntry {
  plan: KnownPlan;
  /** As it was written, without defaults. */
  settings: PlanSettings;
  state: PlanState | undefined;
  shadowed: boolean;
  version: string;
  updatedBy: string | null;
}

/** Used where neither plan nor settings name one, so that the run can say so. */
const DEFAULT_DESTINATION = 'main';

/**
 * All plans: those of configuration, which win, and stored ones; with
 * defaults, pauses and owners.
 * @internal
 */
export class PlanCatalogue implements PlanSource {
  readonly #configured: PlanSettings[];
  readonly #timeZone: string;
  readonly #store: NamedStore<PlanSettings>;
  readonly #states: PlanStatesStore;
  readonly #settings: PortalSettings;
  readonly #destinations: DestinationCatalogue;
  readonly #sources: SourceTypes;
  readonly #quiet: QuietHours[];

  static create(options: {
    configured: PlanSettings[];
    timeZone: string;
    store: NamedStore<PlanSettings>;
    states: PlanStatesStore;
    settings: PortalSettings;
    destinations: DestinationCatalogue;
    sources: SourceTypes;
    /** Quiet hours of the whole portal. */
    blackouts?: Blackout[];
  }): PlanCatalogue {
    return new PlanCatalogue(options);
  }

  private constructor(options: {
    configured: PlanSettings[];
    timeZone: string;
    store: NamedStore<PlanSettings>;
    states: PlanStatesStore;
    settings: PortalSettings;
    destinations: DestinationCatalogue;
    sources: SourceTypes;
    blackouts?: Blackout[];
  }) {
    this.#quiet = (options.blackouts ?? []).map(each => ({
      ...each,
      timeZone: options.timeZone,
    }));
    this.#sources = options.sources;
    this.#configured = options.configured;
    this.#timeZone = options.timeZone;
    this.#store = options.store;
    this.#states = options.states;
    this.#settings = options.settings;
    this.#destinations = options.destinations;
  }

  /** Options as they are stored hold the host in the open; secrets are elsewhere. */
  #hostOf({ type, options }: PlanSettings['source']): string | null {
    try {
      const [host] = this.#sources.get(type)?.hosts?.(options) ?? [];
      return typeof host === 'string' ? host.toLowerCase() : null;
    } catch {
      return null;
    }
  }

  async list(): Promise<KnownPlan[]> {
    return (await this.entries()).map(({ plan }) => plan);
  }

  async get(name: string): Promise<KnownPlan | undefined> {
    return (await this.entry(name))?.plan;
  }

  async entry(name: string): Promise<PlanEntry | undefined> {
    return (await this.entries()).find(({ plan }) => plan.name === name);
  }

  async entries(): Promise<PlanEntry[]> {
    const [stored, states, settings, destinations] = await Promise.all([
      this.#store.list(),
      this.#states.all(),
      this.#settings.get(),
      this.#destinations.list(),
    ]);
    const only =
      destinations.length === 1 ? destinations[0].settings.name : undefined;
    const defaults = {
      destinations: [
        settings.value.defaults.destination ?? only ?? DEFAULT_DESTINATION,
      ],
      encryption: settings.value.defaults.encryption ?? {
        type: 'age' as const,
        keys: [],
        recipients: [],
      },
    };

    const entryOf = (
      value: PlanSettings,
      where: { fromConfig: string | null; row?: Stored<PlanSettings> },
    ): PlanEntry => {
      const state = states.get(value.name);
      // An owner is that of the entity the plan names now.
      const ownerRef =
        state && state.entityRef === (value.entityRef ?? null)
          ? state.ownerRef
          : null;
      const timeZone =
        ('timeZone' in value.schedule && value.schedule.timeZone) ||
        this.#timeZone;
      return {
        settings: value,
        state,
        shadowed:
          where.fromConfig !== null &&
          stored.some(each => each.value.name === value.name),
        version: where.row?.version ?? CONFIG_VERSION,
        updatedBy: where.row?.updatedBy ?? null,
        plan: {
          ...value,
          ownerRef,
          timeZone,
          freshness:
            value.freshness ??
            defaultFreshness(value.schedule, timeZone, value.spread),
          destinations: value.destinations ?? defaults.destinations,
          encryption: value.encryption ?? defaults.encryption,
          sourceHost: this.#hostOf(value.source),
          quiet: [
            ...(value.blackouts ?? []).map(each => ({ ...each, timeZone })),
            ...this.#quiet,
          ],
          skip: state?.skip ?? null,
          pausedUntil: state?.pausedUntil ?? null,
          fromConfig: where.fromConfig,
          createdAt: where.row?.createdAt ?? null,
          updatedAt: where.row?.updatedAt ?? null,
        },
      };
    };

    const configured = this.#configured.map((value, index) =>
      entryOf(value, { fromConfig: `s3Backup.plans[${index}]` }),
    );
    const names = new Set(configured.map(({ plan }) => plan.name));
    return [
      ...configured,
      ...stored
        .filter(({ value }) => !names.has(value.name))
        .map(row => entryOf(row.value, { fromConfig: null, row })),
    ].sort((a, b) => (a.plan.name < b.plan.name ? -1 : 1));
  }
}
