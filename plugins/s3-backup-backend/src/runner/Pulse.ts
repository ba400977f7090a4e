import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  Heartbeat,
  Load,
  WorkersStore,
} from '../database/workers/WorkersStore';
import type { Usage } from './groupUsage';
import { groupUsage } from './groupUsage';
import { monotonicMs } from './monotonic';
import type { Worker } from './Worker';

const LONGEST_MS = 10_000;

/**
 * Says at least six times a lease that this worker is there, and what its
 * child processes use.
 * @internal
 */
export class Pulse {
  static create(options: {
    worker: Worker;
    store: WorkersStore;
    about: Omit<Heartbeat, 'id' | 'draining' | 'loads'>;
    logger: LoggerService;
  }): Pulse {
    return new Pulse(options);
  }

  #timer: NodeJS.Timeout | undefined;
  #beating: Promise<void> = Promise.resolve();
  #before = new Map<number, { usage: Usage; at: number }>();

  private constructor(
    private readonly options: Parameters<typeof Pulse.create>[0],
  ) {}

  /** Its worker was started here. */
  get isWorking(): boolean {
    return this.#timer !== undefined;
  }

  start(): void {
    clearInterval(this.#timer);
    const every = Math.min(LONGEST_MS, this.options.about.leaseMs / 6);
    this.#timer = setInterval(() => this.beat(), every);
    this.beat();
  }

  /** Now, and not only at the next turn: e.g. that it drains. */
  beat(): void {
    this.#beating = this.#beating.then(async () => {
      const { worker, store, about, logger } = this.options;
      try {
        await store.beat({
          ...about,
          id: worker.id,
          draining: worker.isDraining,
          loads: await this.#loads(),
        });
      } catch (error) {
        logger.warn('A heartbeat was not kept', { reason: String(error) });
      }
    });
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#beating;
    const { worker, store, logger } = this.options;
    await store.leave(worker.id).catch(error => {
      logger.warn('A worker could not sign off', { reason: String(error) });
    });
  }

  async #loads(): Promise<Load[]> {
    const doing = this.options.worker.doing;
    const pids = new Set(doing.flatMap(({ pid }) => pid ?? []));
    const used = await groupUsage(pids);
    const at = monotonicMs();
    const before = this.#before;
    this.#before = new Map(
      [...used].map(([pid, usage]) => [pid, { usage, at }]),
    );
    return doing.map(({ runId, pid }) => {
      const usage = used.get(pid ?? -1);
      const last = before.get(pid ?? -1);
      const seconds = last ? (at - last.at) / 1_000 : 0;
      return {
        runId,
        memoryBytes: usage?.memoryBytes ?? null,
        cpuPercent:
          usage && last && seconds > 0
            ? Math.max(
                0,
                Math.round(
                  ((usage.cpuSeconds - last.usage.cpuSeconds) / seconds) * 100,
                ),
              )
            : null,
      };
    });
  }
}
