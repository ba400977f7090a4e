import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  CapabilityProfile,
  DestinationConnection,
  Encryption,
  Run,
} from '@understudy/model';
import { planInputSchema, UnderstudyError } from '@understudy/model';
import { sourceTypes } from '@understudy/sources';
import type {
  KnownDestination,
  KnownPlan,
  PlanSource,
  RunEvents,
  Switches,
  WorkOrders,
} from '../ports';

/** Id of the portal that all of a suite's processes are replicas of. */
export const TEST_INSTANCE = '6f1c52a8-30ab-4f0e-9d0f-2f6f2d1f9a11';

/** A plan with everything resolved, for tests. */
export function makePlan(
  input: Record<string, unknown> & { name: string; path: string },
): KnownPlan {
  const { path, type = 'sqlite', ...rest } = input;
  return {
    ...planInputSchema.parse({
      source: { type, options: { path } },
      schedule: { every: 'never' },
      retry: { count: 2, backoff: { milliseconds: 50 } },
      ...rest,
    }),
    ownerRef: 'group:default/orders-team',
    timeZone: 'UTC',
    destinations: ['main'],
    encryption: { type: 'clear' } as Encryption,
    pausedUntil: null,
    fromConfig: null,
    createdAt: null,
    updatedAt: null,
  };
}

/** What a portal gives to its runs, kept in memory. */
export class TestPorts {
  static create(options: {
    connection: DestinationConnection;
    tempDirectory: string;
    writeRoot: string;
    plans: KnownPlan[];
    recipients?: string[];
    identities?: string[];
    secrets?: string[];
    instance?: string;
    signingKey?: string;
    profile?: CapabilityProfile | null;
  }): TestPorts {
    return new TestPorts(options);
  }

  readonly known: KnownDestination;
  /** Destinations beside it, by name. */
  readonly others = new Map<string, KnownDestination>();
  readonly automatic = {
    enabled: true,
    recovered: false,
    changedAt: null as string | null,
  };
  readonly finished: Run[] = [];
  readonly changes: string[] = [];
  /** Destinations that were said to be down, and to be back. */
  readonly told: string[] = [];
  readonly byName = new Map<string, KnownPlan>();

  private constructor(
    private readonly options: Parameters<typeof TestPorts.create>[0],
  ) {
    const { connection, profile = null } = options;
    this.known = { connection, profile, owner: null };
    for (const plan of options.plans) this.byName.set(plan.name, plan);
  }

  #placeOf(name: string): KnownDestination {
    if (name === this.known.connection.name) return this.known;
    const other = this.others.get(name);
    if (other) return other;
    throw new UnderstudyError('destination-gone', { destination: name });
  }

  readonly plans: PlanSource = {
    list: async () => [...this.byName.values()],
    get: async name => this.byName.get(name),
  };

  readonly switches: Switches = {
    automaticBackup: async () => this.automatic,
  };

  readonly events: RunEvents = {
    changed: what => void this.changes.push(what),
    finished: async run => void this.finished.push(run),
    held: async name => void this.told.push(`${name} is down`),
    released: async name => void this.told.push(`${name} is back`),
  };

  readonly orders: WorkOrders = {
    destination: async name => {
      return this.#placeOf(name);
    },
    learned: async (name, facts) =>
      void Object.assign(this.#placeOf(name), facts),
    recipients: async () => this.options.recipients ?? [],
    identities: async () => this.options.identities ?? [],
    sourceType: type => sourceTypes.find(one => one.type === type),
    sourceOptions: async plan => ({
      options: plan.source.options,
      secrets: this.options.secrets ?? [],
    }),
    drill: () => ({ compares: true, place: null }),
    signingKey: async () => this.options.signingKey ?? null,
    writeRoots: () => [this.options.writeRoot],
    tempDirectory: () => this.options.tempDirectory,
    toolFolders: () => undefined,
    instance: async () => this.options.instance ?? TEST_INSTANCE,
    baseUrl: () => 'http://localhost:7007',
  };
}

/** Says nothing but what went wrong. */
export function testLogger(
  say: (line: string) => void = () => {},
): LoggerService {
  const write = (level: string) => (message: string, meta?: unknown) =>
    say(`${level} ${message} ${meta instanceof Error ? meta.stack : ''}`);
  const logger: LoggerService = {
    error: write('error'),
    warn: write('warn'),
    info: write('info'),
    debug: () => {},
    child: () => logger,
  };
  return logger;
}
