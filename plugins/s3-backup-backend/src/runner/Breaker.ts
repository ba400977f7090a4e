import type { LoggerService } from '@backstage/backend-plugin-api';
import { listObjects, openBucket } from '@understudy/engine';
import type { ErrorCode, Problem } from '@understudy/model';
import { UnderstudyError } from '@understudy/model';
import type { AttemptEnd } from '../database/attempts/attemptEnd';
import type { DestinationHolds } from '../database/claims/DestinationHolds';
import type { RunRow } from '../database/runs/RunRow';
import type { RunEvents, WorkOrders } from './ports';

/** What a store that is down answers; a refusal is an answer, too. */
const DOWN: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'net-not-found',
  'net-refused',
  'net-reset',
  'net-timeout',
  's3-failed',
]);

/** Time for one look. */
const LOOK_MS = 15_000;

/** @internal */
export function isDown(code: ErrorCode): boolean {
  return DOWN.has(code);
}

/**
 * The circuit breaker. Where an attempt failed because its destination did not
 * answer, and one look of our own finds it down, too, its runs are held: none
 * is begun, none fails, and one message says so. What failed by it is tried
 * again without counting. Each look costs one listing; the first that is
 * answered lets the runs go.
 * @internal
 */
export class Breaker {
  static create(options: {
    holds: DestinationHolds;
    orders: WorkOrders;
    events: RunEvents;
    logger: LoggerService;
    /** Runs may be claimed again. */
    onRelease(): void;
  }): Breaker {
    return new Breaker(options);
  }

  private constructor(
    private readonly options: Parameters<typeof Breaker.create>[0],
  ) {}

  /** The end of an attempt, as it counts: put back where its place is down. */
  async heed(
    row: Pick<RunRow, 'destination' | 'destinations'>,
    end: AttemptEnd,
  ): Promise<AttemptEnd> {
    const { destination } = row;
    // Of several it is not said which one was down.
    if (row.destinations) return end;
    if (!destination || end.outcome !== 'failed' || !end.problem) return end;
    if (!isDown(end.problem.code)) return end;
    try {
      const seen = await this.#look(destination);
      if (!seen) return end;
      await this.#hold(destination, seen);
      return { ...end, handedBack: true };
    } catch (error) {
      this.options.logger.warn(
        `Whether ${destination} is down could not be seen`,
        error as Error,
      );
      return end;
    }
  }

  /** Asks held destinations that are due for a look. */
  async probe(): Promise<void> {
    const { holds, events, onRelease, logger } = this.options;
    for (const destination of await holds.takeProbes()) {
      if (await this.#look(destination)) continue;
      if (!(await holds.release(destination))) continue;
      logger.info(`Destination ${destination} is back: its runs go on`);
      onRelease();
      await events.released(destination);
    }
  }

  async #hold(destination: string, problem: Problem): Promise<void> {
    const { holds, events, logger } = this.options;
    if (!(await holds.hold(destination, problem))) return;
    logger.warn(
      `Destination ${destination} is down: its runs wait. ${problem.message}`,
    );
    await events.held(destination, problem);
  }

  /** What one listing met, where it says that the place is down. */
  async #look(destination: string): Promise<Problem | undefined> {
    try {
      const known = await this.options.orders.destination(destination);
      const bucket = openBucket(known.connection, {
        profile: known.profile,
        retry: { attempts: 2, capMilliseconds: 1_000 },
      });
      try {
        const { prefix } = bucket;
        const signal = AbortSignal.timeout(LOOK_MS);
        await listObjects(bucket, { prefix, pageSize: 1, signal }).next();
      } finally {
        bucket.close();
      }
      return undefined;
    } catch (error) {
      const failure = UnderstudyError.from(error);
      return isDown(failure.code) ? failure.toProblem() : undefined;
    }
  }
}
