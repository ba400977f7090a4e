import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Attempt, LogLine, Phase, Progress } from '@understudy/model';
import type { DatabaseAttempts } from '../database/attempts/DatabaseAttempts';
import type { DatabaseRunLog } from '../database/runLogs/DatabaseRunLog';
import type { Claim } from '../queue/RunQueue';
import { monotonicMs } from './monotonic';

/** At most one write a second into the database. */
const EVERY_MS = 1_000;

interface Bytes {
  read: number;
  total: number | null;
  stored: number;
  destinations?: Progress['destinations'];
}

/** Changes where anything moved; that one was left out is a movement, too. */
const movement = ({ read, stored, destinations = [] }: Bytes) =>
  [read, stored, ...destinations.flatMap(d => [d.state, d.bytesStored])].join();

/**
 * What an attempt does, as history will have it: phases, progress and log,
 * written at most once a second. It also knows when something last moved.
 * @internal
 */
export class AttemptJournal {
  static create(options: {
    attempts: DatabaseAttempts;
    logs: DatabaseRunLog;
    claim: Claim;
    worker: string;
    destinations: string[];
    logger: LoggerService;
    onChange(): void;
  }): AttemptJournal {
    return new AttemptJournal(options);
  }

  phases: Attempt['phases'] = [];
  bytes: Bytes = { read: 0, total: null, stored: 0 };
  /** Monotonic time of the last byte or change of phase. */
  movedAt = monotonicMs();
  #lines: LogLine[] = [];
  #dirty = false;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  private constructor(
    private readonly options: Parameters<typeof AttemptJournal.create>[0],
  ) {}

  get phase(): Phase {
    return this.phases[this.phases.length - 1]?.name ?? 'prepare';
  }

  enter(name: Phase): void {
    const at = new Date().toISOString();
    if (this.phases.length > 0 && this.phase === name) return;
    const last = this.phases[this.phases.length - 1];
    if (last) last.endedAt = at;
    this.phases.push({ name, startedAt: at, endedAt: null });
    this.#moved();
  }

  moved(bytes: Bytes): void {
    const further = movement(bytes) !== movement(this.bytes);
    this.bytes = bytes;
    if (further) this.#moved();
  }

  #moved(): void {
    this.movedAt = monotonicMs();
    this.#dirty = true;
    this.#schedule();
  }

  log(lines: LogLine[]): void {
    this.#lines.push(...lines);
    this.#schedule();
  }

  say(level: LogLine['level'], text: string): void {
    this.log([{ at: new Date().toISOString(), level, text }]);
  }

  /** Ends the last phase and writes what is left. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    const last = this.phases[this.phases.length - 1];
    if (last) last.endedAt ??= new Date().toISOString();
    await this.#flush();
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#flush();
    }, EVERY_MS);
  }

  /** One after the other; what can't be written is told to the portal's log. */
  #flush(): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      const { attempts, logs, claim, worker, logger } = this.options;
      const lines = this.#lines.splice(0);
      const dirty = this.#dirty;
      this.#dirty = false;
      try {
        await logs.append(claim.runId, lines);
        if (dirty) {
          await attempts.progress(claim, worker, this.#progress(), this.phases);
          this.options.onChange();
        }
      } catch (error) {
        logger.warn(`Progress of run ${claim.runId} could not be kept`, {
          reason: String(error),
        });
      }
    });
    return this.#writing;
  }

  #progress(): Progress {
    const { read, total, stored, destinations } = this.bytes;
    return {
      phase: this.phase,
      bytesRead: read,
      bytesTotal: total,
      destinations:
        destinations ??
        this.options.destinations.map(name => ({
          name,
          bytesStored: stored,
          state: stored > 0 ? ('writing' as const) : ('waiting' as const),
          error: null,
        })),
      at: new Date().toISOString(),
    };
  }
}
