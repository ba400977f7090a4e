import type { DrillNeeds, SourceType } from '@understudy/engine';
import type { QuietHours } from '../schedule/quietHours';
import type {
  CapabilityProfile,
  DestinationConnection,
  Encryption,
  OwnerFile,
  PlanSettings,
  Problem,
  Run,
} from '@understudy/model';

/**
 * A plan with everything resolved that a run needs: configuration and database
 * merged, defaults filled in.
 * @internal
 */
export type KnownPlan = PlanSettings & {
  /** Owner of the plan's entity, a copy from the catalog. */
  ownerRef: string | null;
  /** IANA zone: the schedule's own, else the portal's. */
  timeZone: string;
  /** The server its source reads, where the type names one. */
  sourceHost?: string | null;
  /** Quiet hours: its own and the portal's. */
  quiet?: QuietHours[];
  /** The slot that somebody said is left out. */
  skip?: { slot: string; by: string; at: string } | null;
  /** At least one name. */
  destinations: string[];
  encryption: Encryption;
  /** Instant; `PAUSED_FOR_EVER` where a pause has no end. */
  pausedUntil: string | null;
  fromConfig: string | null;
  createdAt: string | null;
  updatedAt: string | null;
};

/** Far enough that no schedule passes it. @internal */
export const PAUSED_FOR_EVER = '9999-12-31T23:59:59.999Z';

/** All plans of the portal, wherever they are kept. @internal */
export interface PlanSource {
  list(): Promise<KnownPlan[]>;
  get(name: string): Promise<KnownPlan | undefined>;
}

/**
 * What is known of a destination when a run begins. `profile` and `owner` are
 * null before the first run.
 * @internal
 */
export interface KnownDestination {
  connection: DestinationConnection;
  profile: CapabilityProfile | null;
  owner: OwnerFile | null;
}

/** @internal */
export interface DrillPlace extends DrillNeeds {
  /** Options of a configured server, and their secrets; null: none fits. */
  place: { name: string; options: unknown; secrets: string[] } | null;
}

/**
 * Turns names into what a child process needs: secrets opened, paths checked.
 * Every method throws an `UnderstudyError` that names the remedy
 * (`destination-gone`, `secret-key-missing`, `options-invalid`, …).
 * @internal
 */
export interface WorkOrders {
  destination(name: string): Promise<KnownDestination>;
  /** Keeps what a run learned of a destination. */
  learned(
    name: string,
    facts: { profile?: CapabilityProfile; owner?: OwnerFile },
  ): Promise<void>;
  /** Age recipients; empty only where the plan says *in clear*. */
  recipients(encryption: Encryption): Promise<string[]>;
  /** Age identities this portal holds; empty where it can't read. */
  identities(): Promise<string[]>;
  sourceType(type: string): SourceType | undefined;
  /**
   * Parsed options with secrets opened and paths checked under `roots.read`;
   * `secrets` are the opened values, for the redactor.
   */
  sourceOptions(
    plan: KnownPlan,
  ): Promise<{ options: unknown; secrets: string[] }>;
  /** What drills of a plan need, and which server they have for it. */
  drill(plan: KnownPlan): DrillPlace;
  /**
   * Signs proofs; made once for all replicas. Null where no sealing key is
   * configured.
   */
  signingKey(): Promise<string | null>;
  writeRoots(): string[];
  tempDirectory(): string;
  /** Where tools are looked for; undefined: PATH and the usual folders. */
  toolFolders(): string[] | undefined;
  /** Id of this portal, made once. */
  instance(): Promise<string>;
  baseUrl(): string;
}

/** The global switch. @internal */
export interface Switches {
  automaticBackup(): Promise<{
    enabled: boolean;
    /** The bucket is ahead of the database; nothing runs by itself. */
    recovered: boolean;
    /** Slots before the last change count as fallen while it was off. */
    changedAt: string | null;
  }>;
}

/** Who wants to know. Never throws into the runner. @internal */
export interface RunEvents {
  /** Signals, without names. At most one a second and kind. */
  changed(what: 'runs' | 'backups'): void;
  /**
   * Once for each run that came to its end, and for the first row of a streak
   * of missed slots: mail, notification, metric, audit. Told again after a
   * crash in between, so at least once.
   */
  finished(run: Run): Promise<void>;
  /** A destination is down: its runs wait. Once, by the replica that found it. */
  held(destination: string, problem: Problem): Promise<void>;
  /** It is back. */
  released(destination: string): Promise<void>;
}
