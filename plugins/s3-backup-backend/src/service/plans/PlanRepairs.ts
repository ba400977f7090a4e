import { ConflictError } from '@backstage/errors';
import type { Run } from '@understudy/model';
import type {
  BackupStore,
  KnownBackup,
} from '../../database/backups/BackupStore';
import type { RunQueue } from '../../queue/RunQueue';
import type { KnownPlan } from '../../runner/ports';
import { CallOptions, callerOf } from '../caller';

/**
 * Brings a backup to the destinations of its plan that lack it: each copy is
 * a run of its own.
 * @internal
 */
export class PlanRepairs {
  static create(options: {
    backups: BackupStore;
    queue: RunQueue;
  }): PlanRepairs {
    return new PlanRepairs(options);
  }

  private constructor(
    private readonly options: Parameters<typeof PlanRepairs.create>[0],
  ) {}

  /** `run`: of which backup; default: of the newest good one. */
  async repair(
    plan: KnownPlan,
    run: string | undefined,
    { credentials }: CallOptions,
  ): Promise<Run[]> {
    const { queue } = this.options;
    const made = await this.#backupsOf(plan, run);
    const good = made.find(({ state }) => state === 'good') ?? made[0];
    if (!good || ['damaged', 'deleting'].includes(good.state)) {
      throw new ConflictError(
        `There is no good backup of ${plan.name} to copy`,
      );
    }
    const having = new Set(made.map(({ destination }) => destination));
    const lacking = plan.destinations.filter(name => !having.has(name));
    if (lacking.length === 0) {
      throw new ConflictError('Every destination of the plan has this backup');
    }
    const runs: Run[] = [];
    for (const to of lacking) {
      runs.push(
        await queue.enqueue({
          kind: 'copy',
          plan: plan.name,
          planTitle: plan.title ?? null,
          entityRef: good.entityRef,
          ownerRef: plan.ownerRef,
          trigger: callerOf(credentials),
          destination: good.destination,
          request: {
            kind: 'copy',
            backupId: good.id,
            folder: good.folder,
            all: false,
            to: { destination: to, plan: null },
            move: false,
          },
        }),
      );
    }
    return runs;
  }

  async #backupsOf(
    plan: KnownPlan,
    run: string | undefined,
  ): Promise<KnownBackup[]> {
    const { backups } = this.options;
    const of = run ?? (await backups.lastGood(plan.name))?.runId;
    return of === undefined ? [] : backups.ofRun(plan.name, of);
  }
}
