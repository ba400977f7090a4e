import type { LogLine, Problem, Proof } from '@understudy/model';
import { UnderstudyError } from '@understudy/model';
import type { FromChild, Rebuilt } from './messages';
import { toChildSchema } from './messages';
import { monotonicMs } from './monotonic';
import { Redactor } from './redactor';
import type { WorkOrder } from './workOrder';
import { secretsOfOrder } from './workOrder';

/** How often the lease is looked at. */
const LOOK_MS = 100;
const FLUSH_MS = 200;

/**
 * Ends this process and all it started, at once. A child leads its own process
 * group; where it does not (a debugger's fork), it ends alone.
 */
export function endNow(): never {
  try {
    process.kill(-process.pid, 'SIGKILL');
  } catch {
    // no group of our own
  }
  process.exit(70);
}

/**
 * The child's end of the wire. It cannot lie after its time: the process ends
 * when the worker is gone or the lease was not renewed. Nothing leaves it
 * unredacted but manifests, which hold no secret by their making.
 * @internal
 */
export class WorkerLink {
  static create(): WorkerLink {
    return new WorkerLink();
  }

  readonly #controller = new AbortController();
  readonly #answers = new Map<number, (granted: boolean) => void>();
  #redactor = Redactor.create([]);
  #lines: LogLine[] = [];
  #asked = 0;
  /** Not begun: there is nothing to end yet. */
  #leaseUntil = Number.POSITIVE_INFINITY;
  #renewedUntil = 0;
  #outlive = false;
  #order: (order: WorkOrder) => void = () => {};
  #progress: Extract<FromChild, { type: 'progress' }> | undefined;

  /** Aborts with the reason to stop as an `UnderstudyError`. */
  readonly signal = this.#controller.signal;
  readonly order = new Promise<WorkOrder>(resolve => {
    this.#order = resolve;
  });

  private constructor() {
    process.on('message', message => this.#receive(message));
    process.on('disconnect', () => {
      if (!this.#outlive) endNow();
    });
    setInterval(() => this.#lookAtLease(), LOOK_MS).unref();
    setInterval(() => this.#flush(), FLUSH_MS).unref();
    this.#send({ type: 'ready' });
  }

  #receive(message: unknown): void {
    const parsed = toChildSchema.safeParse(message);
    if (!parsed.success) return;
    const { data } = parsed;
    if (data.type === 'order') {
      this.#redactor = Redactor.create(secretsOfOrder(data.order));
      // Renewals may have come while this process was still loading.
      this.#leaseUntil = Math.max(data.order.leaseUntil, this.#renewedUntil);
      this.#outlive = data.order.fault?.outlive ?? false;
      this.#order(data.order);
    } else if (data.type === 'renewed') {
      this.#renewedUntil = Math.max(this.#renewedUntil, data.until);
      this.#leaseUntil = Math.max(this.#leaseUntil, data.until);
    } else if (data.type === 'answer') {
      this.#answers.get(data.id)?.(data.granted);
      this.#answers.delete(data.id);
    } else {
      this.#controller.abort(UnderstudyError.fromProblem(data.problem));
    }
  }

  /**
   * After a long step without a turn of the event loop the renewal may lie in
   * the pipe still: it is read before the verdict.
   */
  #lookAtLease(): void {
    if (this.#outlive || monotonicMs() < this.#leaseUntil) return;
    setTimeout(() => {
      setImmediate(() => {
        if (monotonicMs() >= this.#leaseUntil) endNow();
      });
    }, 10);
  }

  log = (level: LogLine['level'], text: string): void => {
    this.#lines.push({ at: new Date().toISOString(), level, text });
    if (this.#lines.length >= 100) this.#flush();
  };

  phase(name: Extract<FromChild, { type: 'phase' }>['name']): void {
    this.#flush();
    this.#send({ type: 'phase', name });
  }

  /** Kept and sent at most five times a second. */
  progress(
    progress: Omit<Extract<FromChild, { type: 'progress' }>, 'type'>,
  ): void {
    this.#progress = { type: 'progress', ...progress };
  }

  learned(facts: Omit<Extract<FromChild, { type: 'learned' }>, 'type'>): void {
    this.#send({ type: 'learned', ...facts });
  }

  /** Answered by the database. No answer is a no: the lease ends meanwhile. */
  ask(what: 'publish' | 'delete', backup?: string): Promise<boolean> {
    this.#asked += 1;
    const id = this.#asked;
    return new Promise(resolve => {
      this.#answers.set(id, resolve);
      this.#send({ type: 'ask', id, what, backup });
    });
  }

  /** Kept by the worker before the next batch is sent. */
  found(backups: Rebuilt[]): Promise<boolean> {
    this.#asked += 1;
    const id = this.#asked;
    return new Promise(resolve => {
      this.#answers.set(id, resolve);
      this.#send({ type: 'found', id, backups });
    });
  }

  async done(result: Extract<FromChild, { type: 'done' }>['result']) {
    this.#flush();
    await this.#sendAndWait({
      type: 'done',
      result: {
        ...result,
        details: this.#redactor.value(result.details),
        result: this.#redactor.value(result.result),
        problem: this.#redactor.value(result.problem),
      },
    });
  }

  async failed(failure: {
    problem: Problem;
    also: Problem[];
    details: Record<string, unknown>;
    proofs: Proof[];
  }): Promise<void> {
    this.#flush();
    await this.#sendAndWait(
      this.#redactor.value({ type: 'failed' as const, ...failure }),
    );
  }

  #flush(): void {
    if (this.#progress) this.#send(this.#redactor.value(this.#progress));
    this.#progress = undefined;
    if (this.#lines.length === 0) return;
    const lines = this.#lines.map(line => ({
      ...line,
      text: this.#redactor.text(line.text),
    }));
    this.#lines = [];
    this.#send({ type: 'log', lines });
  }

  #send(message: FromChild): void {
    if (process.connected) process.send?.(message, () => {});
  }

  #sendAndWait(message: FromChild): Promise<void> {
    return new Promise(resolve => {
      if (!process.connected) resolve();
      else process.send?.(message, undefined, undefined, () => resolve());
    });
  }
}
