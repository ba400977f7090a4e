import { Readable } from 'node:stream';
import { Counts, Gap } from '@understudy/model';
import { z } from 'zod';

/**
 * What an executor gets from whoever runs it.
 * @public
 */
export interface SourceContext {
  /** Aborts on cancel, time limit, stall and lost lease. */
  signal: AbortSignal;
  /** Private to the attempt (0700), removed after it. */
  tempDirectory: string;
  log(level: 'debug' | 'info' | 'warn' | 'error', text: string): void;
  /** Where tools are looked for; absent: PATH and the usual folders. */
  toolFolders?: string[];
  /** Of the run; what it makes for a while elsewhere bears its name. */
  runId?: string;
}

/**
 * One object to be stored. Its stream is read once, to the end, before the
 * next artifact is asked for.
 * @public
 */
export interface SourceArtifact {
  /** One path segment, e.g. `orders.db` (`artifactNameSchema`). */
  name: string;
  mediaType: string;
  stream: Readable;
  /** Fewer bytes than `minBytes`, or other than `bytes`, fail the run. */
  expect: { minBytes: number; bytes?: number };
}

/**
 * What the source says once all its artifacts were read: it ended well (exit
 * code 0 and its trailer), and these are its counts and named gaps.
 * @public
 */
export interface SourceOutcome {
  counts: Counts;
  /** At most 1,000; `gapsTotal` counts all. */
  gaps: Gap[];
  gapsTotal: number;
  /** What whoever restores must know, e.g. that it is not one instant. */
  notes?: string[];
}

/** @public */
export interface OpenedSource {
  /** Version of what was copied, e.g. of SQLite; null where there is none. */
  version: string | null;
  /** Tools that were used, by name and version. */
  tools: Record<string, string>;
  /** Bytes to come before packing, where known. */
  estimatedBytes: number | null;
  artifacts: AsyncIterable<SourceArtifact>;
  /** Called after the last artifact was read. Throws where the source did not end well. */
  finish(): Promise<SourceOutcome>;
  /** Always called, also after failures; never throws. */
  close(): Promise<void>;
}

/** An artifact as it comes back from the bucket, unpacked. @public */
export interface StoredArtifact {
  name: string;
  mediaType: string;
  bytes: number;
}

/** What a walk over an artifact found. @public */
export interface Inspection {
  counts: Counts;
  /** E.g. `integrity_check: ok`. */
  notes: string[];
}

/**
 * A place of the source's own kind, such as new databases on its server. Opened
 * it has been looked at, and nothing is made yet.
 * @public
 */
export interface RestorePlace {
  /** E.g. `the new database orders_restored on db.example.com:5432`. */
  words: string;
  /** Takes an artifact back; nobody finds it before {@link RestorePlace.finish}. */
  restore(artifact: StoredArtifact, stream: Readable): Promise<void>;
  /** Called when every artifact was proven to its last byte. */
  finish(): Promise<void>;
  /** After a failure: removes what was made. Throws where something stays, and says what. */
  undo(): Promise<void>;
  /** Always called, and the last; never throws. */
  close(): Promise<void>;
}

/** One SELECT asked of a scratch place. @public */
export interface ScratchQuestion {
  sql: string;
  /** Which database; undefined where there is one only. */
  artifact?: string;
  timeLimitMs: number;
}

/**
 * Where a drill restores to: made, asked and thrown away. Whatever it makes on
 * a server bears the run's id, so that `dropScratch` finds it after a kill.
 * @public
 */
export interface ScratchPlace {
  /** E.g. `2 scratch databases on db.example.com:5432`. */
  words: string;
  restore(artifact: StoredArtifact, stream: Readable): Promise<void>;
  /**
   * How many rows these tables of the manifest have now; null where one is not
   * there. Tables that it cannot tell are left out.
   */
  countRows?(tables: string[]): Promise<Record<string, number | null>>;
  countFiles?(): Promise<number>;
  /** First column of the first row, as text; null where there is none. Only reads. */
  ask?(question: ScratchQuestion): Promise<string | null>;
  /** Throws it away. Throws where something stays, and says what. */
  discard(): Promise<void>;
  /** Always called, and the last; never throws. */
  close(): Promise<void>;
}

/** What {@link SourceExecutor.openScratch} is given. @public */
export interface ScratchOrder {
  /**
   * A server for drills, as options of its type; undefined where none is
   * configured.
   */
  server?: unknown;
  artifacts: StoredArtifact[];
  /** Exists, is empty, and is removed with all that is in it. */
  directory: string;
}

/**
 * How one type of source is read, walked and taken back. Knows no Backstage
 * and no bucket.
 * @public
 */
export interface SourceExecutor<TOptions = unknown> {
  open(options: TOptions, context: SourceContext): Promise<OpenedSource>;
  /** Walks the format without restoring; throws `backup-damaged` where it is not sound. */
  inspect(
    artifact: StoredArtifact,
    stream: Readable,
    context: SourceContext,
  ): Promise<Inspection>;
  /**
   * Writes an artifact below `directory`, which exists, is empty and belongs
   * to this restore alone; the caller renames it when all is done.
   */
  restore(
    artifact: StoredArtifact,
    stream: Readable,
    directory: string,
    context: SourceContext,
  ): Promise<void>;
  /**
   * Looks at a place for a restore: `options` say where, as the source's do,
   * and `place` what is new there ({@link SourceType.placeSchema}). Absent: the
   * type restores into folders only.
   * @throws `restore-target-exists` where something is there already
   */
  openPlace?(
    options: TOptions,
    place: unknown,
    artifacts: StoredArtifact[],
    context: SourceContext,
  ): Promise<RestorePlace>;
  /**
   * Opens a place for a drill. Absent: artifacts are restored into a folder,
   * and nothing is asked.
   * @throws `drill-refused` where the place or our rights there are not fit
   */
  openScratch?(
    order: ScratchOrder,
    context: SourceContext,
  ): Promise<ScratchPlace>;
  /**
   * Removes from a server what a run that is dead left there, a drill or a
   * restore; answers what it removed.
   */
  dropScratch?(server: unknown, context: SourceContext): Promise<string[]>;
  /** Looks whether the source could be read now, without reading it all. */
  check?(
    options: TOptions,
    context: SourceContext,
  ): Promise<{ ok: boolean; seen: string; remedy: string | null }>;
}

/** @public */
export interface DrillNeeds {
  /** Type of the server that a drill needs; absent: a folder is enough. */
  server?: string;
  /** Counts or SQL can be compared, which is `asserted`. */
  compares: boolean;
  /** Cannot be drilled, and why. */
  not?: 'plain-format';
}

/**
 * A type of source as the portal offers it. `executor` is a module path (from
 * `require.resolve`) whose export `executors` has this type.
 * @public
 */
export interface SourceType<TOptions = unknown> {
  type: string;
  title: string;
  description: string;
  /** It holds credentials of others: encrypted, or explicitly in clear. */
  sensitive?: boolean;
  /** Whether it is with these options, where not all are. */
  sensitiveWith?(options: TOptions): boolean;
  optionsSchema: z.ZodType<TOptions>;
  /** Options that are paths to be read; they must lie under `roots.read`. */
  readPaths?(options: TOptions): string[];
  /** Hosts that its options name, for the portal's network rules. */
  hosts?(options: TOptions): string[];
  /**
   * What a drill of a backup with these options needs and can do. Absent: it
   * restores into a folder, and compares nothing.
   */
  drill?(options: TOptions): DrillNeeds;
  /** What may be said of a new place of its own kind; no secrets. */
  placeSchema?: z.ZodType;
  executor: string;
}

/** What the module at {@link SourceType.executor} exports. @public */
export interface ExecutorModule {
  executors: Record<string, SourceExecutor>;
}
