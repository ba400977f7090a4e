import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UnderstudyError, usesMachine } from '@understudy/model';
import type { AttemptEnd } from '../database/attempts/attemptEnd';
import { destinationsOf } from '../database/runs/RunRow';
import { AttemptJournal } from './AttemptJournal';
import type { AttemptOptions } from './AttemptOptions';
import type { Ending, Stop } from './endOfAttempt';
import { endOfAttempt, failed, stopped } from './endOfAttempt';
import type { Exit } from './ChildProcess';
import { ChildProcess } from './ChildProcess';
import type { FromChild } from './messages';
import { monotonicMs } from './monotonic';
import { folderOf } from './OrderBuilder';
import { type Question, Questions } from './Questions';
import { Redactor } from './redactor';
import { StopWatch } from './StopWatch';
import { tempName } from './tempDirectories';
import type { WorkOrder } from './workOrder';
import { secretsOfOrder } from './workOrder';

/**
 * One attempt from its claim to its end: makes the order, forks the child,
 * keeps the lease, and says how it ended once every process of it is gone.
 * @internal
 */
export class AttemptRun {
  static create(options: AttemptOptions): AttemptRun {
    return new AttemptRun(options);
  }

  readonly #journal: AttemptJournal;
  readonly #questions: Questions;
  #redactor = Redactor.create([]);
  #child: ChildProcess | undefined;
  #ending: Ending | undefined;
  #stop: Stop | undefined;
  #lost = false;
  #leaseUntil = 0;

  private constructor(private readonly options: AttemptOptions) {
    const { attempts, logs, claim, worker, row, logger, onChange } = options;
    this.#journal = AttemptJournal.create({
      attempts,
      logs,
      claim,
      worker,
      destinations: destinationsOf(row),
      logger,
      onChange,
    });
    this.#questions = Questions.create(options);
  }

  get runId(): string {
    return this.options.claim.runId;
  }

  /** Of its process; null before there is one. */
  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** Never throws; the attempt is ended, or somebody else's, when it resolves. */
  async run(): Promise<void> {
    const { claim, tempDirectory, logger } = this.options;
    let directory: string | undefined;
    let end: AttemptEnd;
    try {
      directory = await mkdtemp(join(tempDirectory, tempName(claim)));
      end = await this.#work(directory);
    } catch (error) {
      const failure = UnderstudyError.from(error);
      if (failure.code === 'defect') logger.error('Attempt failed', failure);
      end = failed(failure.toProblem(), failure.also);
    }
    try {
      if (directory) await rm(directory, { recursive: true, force: true });
      await this.#close(end);
    } catch (error) {
      // `reclaim` finds it when its lease has ended.
      logger.error(`Run ${claim.runId} could not be ended`, error as Error);
    }
  }

  cancel(by: string): void {
    this.#stopWith('cancelled', { by, phase: this.#journal.phase });
  }

  /** For a shutdown: queued again, elsewhere or after the restart. */
  handBack(): void {
    this.#stopWith(
      'worker-lost',
      { time: new Date().toISOString(), signal: 'the portal was shut down' },
      true,
    );
  }

  #stopWith(
    code: 'cancelled' | 'stalled' | 'time-limit' | 'worker-lost',
    details: Record<string, unknown>,
    handBack = false,
  ): void {
    if (this.#stop || this.#ending) return;
    const problem = new UnderstudyError(code, details).toProblem();
    this.#stop = { problem, handBack };
    this.#journal.say('warn', problem.message);
    this.#child?.send({ type: 'stop', problem });
    const grace = setTimeout(() => this.#child?.kill(), this.options.graceMs);
    void this.#child?.exited.then(() => clearTimeout(grace));
  }

  async #work(directory: string): Promise<AttemptEnd> {
    const { claim, row, attempts, builder, leaseMs } = this.options;
    const folder = row.folder ?? folderOf(row);
    await attempts.setFolder(claim, folder);
    const order = await builder.build(
      { ...row, folder },
      { tempDirectory: directory, leaseUntil: monotonicMs() + leaseMs },
    );
    if (this.#stop) return stopped(this.#stop, []);
    this.#redactor = Redactor.create(secretsOfOrder(order));
    const exit = await this.#supervise(order, directory);
    return endOfAttempt({
      exit,
      ending: this.#ending,
      stop: this.#stop,
      lost: this.#lost,
    });
  }

  async #supervise(order: WorkOrder, directory: string): Promise<Exit> {
    const { child: childOptions, row, leaseMs } = this.options;
    const child = ChildProcess.start({
      ...childOptions,
      ambient: [...order.destinations, order.target].some(
        place => place && usesMachine(place.connection),
      ),
      tempDirectory: directory,
      onMessage: message => this.#receive(message, order),
      onOutput: line => this.#journal.say('warn', this.#redactor.text(line)),
    });
    this.#child = child;
    const watch = StopWatch.start({
      leaseMs,
      timeLimitMs: Number(row.time_limit_ms),
      // With several the child leaves one out before all is given up.
      stallLimitMs:
        order.stallLimitMs * (order.destinations.length > 1 ? 2 : 1),
      movedAt: () => this.#journal.movedAt,
      renew: () => this.#renew(),
      onLimit: (code, limit) =>
        this.#stopWith(code, {
          limit,
          phase: this.#journal.phase,
          bytes: Math.max(this.#journal.bytes.read, this.#journal.bytes.stored),
        }),
    });
    try {
      return await child.exited;
    } finally {
      await watch.end();
    }
  }

  async #renew(): Promise<void> {
    const { attempts, claim, worker, leaseMs } = this.options;
    // Taken before the question, so that the child's deadline is the earlier one.
    const until = monotonicMs() + leaseMs;
    const { alive, cancelledBy } = await attempts.renew(claim, worker, leaseMs);
    if (!alive) {
      this.#lost = true;
      this.#child?.kill();
      return;
    }
    this.#leaseUntil = until;
    this.#child?.send({ type: 'renewed', until });
    if (cancelledBy !== null) this.cancel(cancelledBy);
  }

  #receive(message: FromChild, order: WorkOrder): void {
    const { outcomes, logger } = this.options;
    switch (message.type) {
      case 'ready':
        this.#journal.say(
          'debug',
          `Process ${this.#child?.pid} of ${this.options.worker} has begun`,
        );
        this.#child?.send({
          type: 'order',
          order: {
            ...order,
            leaseUntil: Math.max(order.leaseUntil, this.#leaseUntil),
          },
        });
        break;
      case 'phase':
        this.#journal.enter(message.name);
        break;
      case 'progress':
        this.#journal.moved({
          read: message.bytesRead,
          total: message.bytesTotal,
          stored: message.bytesStored,
          destinations: message.destinations,
        });
        break;
      case 'log':
        this.#journal.log(message.lines);
        break;
      case 'ask':
      case 'found':
        void this.#answer(message);
        break;
      case 'learned':
        outcomes
          .learned(message.destination, message)
          .catch(error => logger.warn('A fact was not kept', error as Error));
        break;
      default:
        this.#ending ??= message;
        // It ends by itself now; if not, it is ended.
        setTimeout(() => this.#child?.kill(), this.options.graceMs).unref();
    }
  }

  async #answer(question: Question): Promise<void> {
    const granted = await this.#questions.answer(
      question,
      () => !this.#stop && !this.#lost,
    );
    this.#child?.send({ type: 'answer', id: question.id, granted });
  }

  async #close(end: AttemptEnd): Promise<void> {
    const { claim, worker, attempts, outcomes, breaker, row } = this.options;
    if (end.problem && end.outcome !== 'cancelled') {
      this.#journal.say(
        'error',
        `${end.problem.title}: ${end.problem.message}`,
      );
    }
    const heeded = await breaker.heed(row, end);
    if (heeded.handedBack && !end.handedBack) {
      this.#journal.say(
        'warn',
        `Destination ${row.destination} is down: the run waits for it, and this attempt does not count.`,
      );
    }
    await this.#journal.close();
    // The bucket is the truth: what is there is known, whoever the run is now.
    if (this.#ending) await outcomes.keep(row, this.#ending);
    if (this.#ending?.type === 'done') {
      end.result = { ...end.result, ...(await this.#questions.finish()) };
    }
    const { ours, finished } = await attempts.end(claim, worker, {
      ...heeded,
      phases: this.#journal.phases,
    });
    if (!ours) {
      this.options.logger.warn(
        `Attempt ${claim.attempt} of run ${claim.runId} was given up before it ended`,
      );
    }
    await outcomes.ended(claim.runId, finished);
  }
}
