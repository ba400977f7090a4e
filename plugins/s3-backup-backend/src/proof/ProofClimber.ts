import type { LoggerService } from '@backstage/backend-plugin-api';
import type { BackupStore } from '../database/backups/BackupStore';
import type { RunStore } from '../database/runs/RunStore';
import type { RunQueue } from '../queue/RunQueue';
import type { KnownPlan, PlanSource, Switches } from '../runner/ports';
import type { DueProof } from './dueProofs';
import type { PlanProofs } from './PlanProofs';

/** Who asked, in history. @internal */
export const PROOF = 'proof';

/** After everything else, retention too. */
const LOWEST = -20;

/** Of one plan in one round. */
const READS = 5;

/** What could not be tried is tried again, but not at once. */
const AGAIN = 6 * 3_600_000;

/**
 * Lets backups climb their ladder by themselves: what the rules of a plan say
 * is due becomes a run of the lowest priority. A round is one replica's
 * (`maintain`); what waits or ran lately is not asked for again.
 * @internal
 */
export class ProofClimber {
  static create(options: {
    plans: PlanSource;
    planProofs: PlanProofs;
    backups: BackupStore;
    runs: RunStore;
    queue: RunQueue;
    switches: Switches;
    logger: LoggerService;
    now?: () => Promise<number>;
  }): ProofClimber {
    return new ProofClimber(options);
  }

  private constructor(
    private readonly options: Parameters<typeof ProofClimber.create>[0],
  ) {}

  async round(): Promise<void> {
    const { plans, planProofs, switches, logger } = this.options;
    // What an old copy of the database believes of backups is not to be had.
    if ((await switches.automaticBackup()).recovered) return;
    const now = (await this.options.now?.()) ?? Date.now();
    const stateOf = await planProofs.read(now);
    for (const plan of await plans.list()) {
      for (const destination of plan.destinations) {
        try {
          const { due } = await stateOf(plan, destination);
          const here = due.filter(({ at }) => at <= now);
          await this.#start(plan, destination, here, now);
        } catch (error) {
          logger.warn(`Proofs of ${plan.name} could not be begun`, {
            reason: error instanceof Error ? error.message : String(error),
          });
        }
      }
    }
  }

  async #start(
    plan: KnownPlan,
    destination: string,
    due: DueProof[],
    now: number,
  ): Promise<void> {
    if (due.length === 0) return;
    const { runs } = this.options;
    const here = {
      plan: [plan.name],
      destination: [destination],
      kind: ['verify' as const, 'drill' as const],
    };
    const [busy, lately] = await Promise.all([
      runs.list({ ...here, status: ['queued', 'running'], limit: 1 }),
      runs.list({
        ...here,
        from: new Date(now - AGAIN).toISOString(),
        limit: 200,
      }),
    ]);
    if (busy.items.length > 0) return;
    const triedInVain = (kind: 'verify' | 'drill') =>
      lately.items.some(
        run =>
          run.kind === kind &&
          run.trigger.by === PROOF &&
          run.status !== 'succeeded',
      );
    const may = due.filter(
      ({ rung }) => !triedInVain(rung === 'restored' ? 'drill' : 'verify'),
    );
    // A drill opens what it restores, so it comes first and may be enough.
    const high =
      may.find(({ rung }) => rung === 'restored') ??
      may.find(({ rung }) => rung === 'opened');
    const reads = may
      .filter(({ rung, backup }) => rung === 'read' && backup !== high?.backup)
      .slice(0, READS);
    for (const each of [...(high ? [high] : []), ...reads]) {
      await this.#enqueue(plan, destination, each);
    }
  }

  async #enqueue(
    plan: KnownPlan,
    destination: string,
    { rung, backup: id }: DueProof,
  ): Promise<void> {
    const { backups, queue, logger } = this.options;
    const backup = await backups.get(id);
    if (!backup) return;
    const of = { backupId: id, folder: backup.folder };
    const run = await queue.enqueue({
      kind: rung === 'restored' ? 'drill' : 'verify',
      plan: plan.name,
      planTitle: plan.title ?? null,
      entityRef: backup.entityRef,
      ownerRef: backup.ownerRef,
      trigger: { type: 'service', by: PROOF },
      destination,
      request:
        rung === 'restored'
          ? { kind: 'drill', ...of }
          : { kind: 'verify', ...of, to: rung },
      priority: LOWEST,
    });
    logger.debug(`Run ${run.id} (${run.kind} of ${plan.name}) is due`);
  }
}
