import { z } from 'zod';

/**
 * What goes wrong.
 *
 * @public
 */
export type FaultEffect =
  /** Answers this error at once. Status 200 gives an error body under a good status, as S3 can do for CompleteMultipartUpload. */
  | { status: number; code: string; message?: string }
  /** Waits before the work begins. */
  | { delayMs: number }
  /** Kills the connection after so many body bytes, of the request where it has a body, else of the answer. */
  | { resetAfterBytes: number }
  /** Leaves the last bytes out, with a clean end: of the answer to a read, of what is stored by a write. With `keepContentLength` the answer still promises all of them. */
  | { truncateBytes: number; keepContentLength?: boolean }
  /** Inverts the byte at this place: of the answer to a read, of what is stored by a write. */
  | { flipByteAt: number }
  /** Does the work, then kills the connection instead of answering. */
  | { afterCommit: 'reset' }
  /** Accepts conditions on writes and does not look at them. */
  | { ignoreConditions: true }
  /** Accepts checksums, checks and keeps none. */
  | { omitChecksums: true }
  /** Stamps what is written with a time so much later than that of the write. */
  | { stampLateMs: number }
  /** Takes what is written, and shows it to readers only so much later. */
  | { invisibleMs: number };

/**
 * Something that shall go wrong, for which calls, and how often.
 *
 * @public
 */
export interface Fault {
  /** Such as `PutObject`; `*` or nothing means every operation. */
  operation?: string;
  /** The key, or an expression that it matches. */
  key?: string | RegExp;
  /** So many matching calls pass first. */
  after?: number;
  /** How many calls are hit; 1 if not given, `Infinity` for all. */
  count?: number;
  /** What happens to them. */
  effect: FaultEffect;
}

/**
 * A fault that has been added.
 *
 * @public
 */
export interface AddedFault {
  /** Calls that were hit so far. */
  readonly hits: number;
  /** Takes it away; calls already hit stay counted. */
  remove(): void;
}

/** All effects on one call. */
export interface Effects {
  error?: { status: number; code: string; message?: string };
  delayMs?: number;
  resetAfterBytes?: number;
  truncateBytes?: number;
  keepContentLength?: boolean;
  flipByteAt?: number;
  afterCommit?: 'reset';
  ignoreConditions?: boolean;
  omitChecksums?: boolean;
  stampLateMs?: number;
  invisibleMs?: number;
}

const count = z.number().int().min(0);

export const effectSchema: z.ZodType<FaultEffect> = z.union([
  z.strictObject({
    status: z.number().int().min(200).max(599),
    code: z.string(),
    message: z.string().optional(),
  }),
  z.strictObject({ delayMs: z.number().min(0) }),
  z.strictObject({ resetAfterBytes: count }),
  z.strictObject({
    truncateBytes: count,
    keepContentLength: z.boolean().optional(),
  }),
  z.strictObject({ flipByteAt: count }),
  z.strictObject({ afterCommit: z.literal('reset') }),
  z.strictObject({ ignoreConditions: z.literal(true) }),
  z.strictObject({ omitChecksums: z.literal(true) }),
  z.strictObject({ stampLateMs: count }),
  z.strictObject({ invisibleMs: count }),
]);

function matches(fault: Fault, operation: string, key: string): boolean {
  const { operation: wanted = '*', key: pattern } = fault;
  if (wanted !== '*' && wanted !== operation) return false;
  if (pattern === undefined) return true;
  // `search` keeps no state, unlike `test` on an expression with the g flag.
  return typeof pattern === 'string'
    ? pattern === key
    : key.search(pattern) >= 0;
}

function effectsOf(effect: FaultEffect): Effects {
  return 'status' in effect ? { error: effect } : effect;
}

/**
 * The faults of an endpoint. There are none until some are added.
 *
 * @public
 */
export class Faults {
  private active: Array<{ fault: Fault; seen: number; hits: number }> = [];

  /** @internal */
  static create(): Faults {
    return new Faults();
  }

  private constructor() {}

  /** Adds a fault. Several that match one call all act on it. */
  add(fault: Fault): AddedFault {
    effectSchema.parse(fault.effect);
    const entry = { fault, seen: 0, hits: 0 };
    this.active.push(entry);
    return {
      get hits() {
        return entry.hits;
      },
      remove: () => {
        this.active = this.active.filter(other => other !== entry);
      },
    };
  }

  /** Removes all faults. */
  clear(): void {
    this.active = [];
  }

  /** What is active, with its hits. @internal */
  list(): Array<{ fault: Fault; hits: number }> {
    return this.active.map(({ fault, hits }) => ({ fault, hits }));
  }

  /** Counts a call and tells what shall happen to it. @internal */
  take(operation: string, key: string): Effects {
    const effects: Effects = {};
    for (const entry of this.active) {
      const { fault } = entry;
      if (matches(fault, operation, key)) {
        entry.seen += 1;
        const due = entry.seen > (fault.after ?? 0);
        if (due && entry.hits < (fault.count ?? 1)) {
          entry.hits += 1;
          Object.assign(effects, effectsOf(fault.effect));
        }
      }
    }
    return effects;
  }
}
