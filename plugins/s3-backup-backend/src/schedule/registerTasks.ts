import type {
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';

/** What is done by the clock. @internal */
export interface Chores {
  /** Local, 5 s: slots that fell due. */
  tick(): Promise<void>;
  /** Local, 15 s: attempts that were lost, and what they left. */
  reclaim(): Promise<void>;
  /** Global, hourly: what no row knows, and what is old. */
  maintain(): Promise<void>;
}

/**
 * The only user of the scheduler service. It swallows what a task throws, so
 * that is told here; it knows no jitter, so that is added here.
 * @internal
 */
export async function registerTasks(options: {
  scheduler: SchedulerService;
  logger: LoggerService;
  chores: Chores;
  /** The portal is going down: begin nothing. */
  isDraining(): boolean;
}): Promise<void> {
  const { scheduler, logger, chores, isDraining } = options;
  const task = (name: keyof Chores, jitterMs: number) => async () => {
    if (isDraining()) return;
    await new Promise(resolve => setTimeout(resolve, Math.random() * jitterMs));
    if (isDraining()) return;
    try {
      await chores[name]();
    } catch (error) {
      logger.error(`Task ${name} failed`, error as Error);
    }
  };
  await scheduler.scheduleTask({
    id: 'tick',
    scope: 'local',
    frequency: { seconds: 5 },
    timeout: { minutes: 2 },
    fn: task('tick', 500),
  });
  await scheduler.scheduleTask({
    id: 'reclaim',
    scope: 'local',
    frequency: { seconds: 15 },
    initialDelay: { seconds: 2 },
    timeout: { minutes: 10 },
    fn: task('reclaim', 2_000),
  });
  await scheduler.scheduleTask({
    id: 'maintain',
    scope: 'global',
    frequency: { hours: 1 },
    initialDelay: { minutes: 2 },
    timeout: { minutes: 2 },
    fn: task('maintain', 0),
  });
}
