import { recipientOf } from '@understudy/engine';
import { defaultProofRules, PlanProof, Rung } from '@understudy/model';
import type { BackupStore } from '../database/backups/BackupStore';
import type { PlanProofsStore } from '../database/PlanProofsStore';
import type { KnownPlan, WorkOrders } from '../runner/ports';
import { DueProof, dueProofs, failedRung } from './dueProofs';

/** How a plan stands with its proofs at one destination. @internal */
export interface PlanProofState {
  rules: PlanProof['rules'];
  reach: PlanProof['reach'];
  due: DueProof[];
  failed: Rung | null;
  rto: number | null;
}

interface Options {
  backups: BackupStore;
  proofs: PlanProofsStore;
  orders: WorkOrders;
}

/**
 * Puts together what is known and wanted of plans' proofs.
 * @internal
 */
export class PlanProofs {
  static create(options: Options): PlanProofs {
    return new PlanProofs(options);
  }

  private constructor(private readonly options: Options) {}

  /** For many plans at once. */
  async read(
    now = Date.now(),
  ): Promise<
    (plan: KnownPlan, destination: string) => Promise<PlanProofState>
  > {
    const { backups, proofs, orders } = this.options;
    const [all, identities] = await Promise.all([
      proofs.all(),
      orders.identities(),
    ]);
    const held = await Promise.all(identities.map(each => recipientOf(each)));
    return async (plan, destination) => {
      const rules = plan.proof ?? defaultProofRules();
      const rungs = all.get(`${plan.name} ${destination}`) ?? [];
      const reach = await this.#reach(plan, held);
      return {
        rules,
        reach,
        failed: failedRung(rungs),
        rto:
          rungs.find(({ rung }) => rung === 'restored')?.milliseconds ?? null,
        due: dueProofs({
          rules,
          reach: reach.rung,
          backups: await backups.retained(plan.name, destination),
          rungs,
          now,
        }),
      };
    };
  }

  async of(plan: KnownPlan, destination: string): Promise<PlanProofState> {
    return (await this.read())(plan, destination);
  }

  async #reach(plan: KnownPlan, held: string[]): Promise<PlanProof['reach']> {
    const { orders } = this.options;
    try {
      const recipients = await orders.recipients(plan.encryption);
      const canOpen =
        plan.encryption.type === 'clear' ||
        recipients.some(recipient => held.includes(recipient));
      if (!canOpen) return { rung: 'read', why: 'no-identity' };
    } catch {
      return { rung: 'read', why: 'no-identity' };
    }
    try {
      const { not, server, place, compares } = orders.drill(plan);
      if (not) return { rung: 'opened', why: not };
      if (server && !place) return { rung: 'opened', why: 'no-drill-place' };
      return compares
        ? { rung: 'asserted', why: null }
        : { rung: 'restored', why: 'no-counts' };
    } catch {
      return { rung: 'opened', why: 'no-drill-place' };
    }
  }
}

/** As the API says it. @internal */
export function toPlanProof(state: PlanProofState): PlanProof {
  const { rules, reach, rto, due } = state;
  const first = new Map<string, DueProof>();
  for (const each of [...due].sort((a, b) => a.at - b.at)) {
    if (!first.has(each.rung)) first.set(each.rung, each);
  }
  return {
    rules,
    reach,
    rto,
    due: [...first.values()].map(({ rung, at, overdue }) => ({
      rung,
      at: new Date(at).toISOString(),
      overdue,
    })),
  };
}
