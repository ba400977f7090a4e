import type { LastAnswers } from '@understudy/engine';
import type { Proof, Rung } from '@understudy/model';
import type { Knex } from 'knex';
import type { Millis } from './runs/values';
import { fromInstant } from './runs/values';

const TABLE = 'plan_proofs';

interface Row {
  plan: string;
  destination: string;
  rung: Rung;
  proven_at: Millis | null;
  failed_at: Millis | null;
  milliseconds: Millis | null;
  answers: string | null;
}

/** When a rung was last climbed by any backup of a plan. @internal */
export interface PlanRung {
  rung: Rung;
  provenAt: number | null;
  failedAt: number | null;
  /** Of `restored`: how long the restore took. */
  milliseconds: number | null;
}

/**
 * What was last proven of each plan at a destination, also after the backup
 * that proved it is gone. A cache: proofs in the bucket say the same.
 * @internal
 */
export class PlanProofsStore {
  static create(options: { knex: Knex }): PlanProofsStore {
    return new PlanProofsStore(options.knex);
  }

  private constructor(private readonly knex: Knex) {}

  /** An older one than what is known changes nothing. */
  async record(
    of: { plan: string; destination: string },
    proof: Proof,
  ): Promise<void> {
    const at = fromInstant(proof.at);
    const column = proof.ok ? 'proven_at' : 'failed_at';
    const { tookMilliseconds, answers } = proof.evidence;
    const values: Partial<Row> = { [column]: at };
    if (proof.ok && typeof tookMilliseconds === 'number') {
      values.milliseconds = tookMilliseconds;
    }
    if (proof.ok && answers) values.answers = JSON.stringify(answers);
    const key = { ...of, rung: proof.rung };
    await this.knex<Row>(TABLE)
      .insert(key)
      .onConflict(['plan', 'destination', 'rung'])
      .ignore();
    await this.knex<Row>(TABLE)
      .where(key)
      .where(open => open.whereNull(column).orWhere(column, '<', at))
      .update(values);
  }

  async of(plan: string, destination: string): Promise<PlanRung[]> {
    return (await this.all()).get(`${plan} ${destination}`) ?? [];
  }

  /** By `<plan> <destination>`. */
  async all(): Promise<Map<string, PlanRung[]>> {
    const found = new Map<string, PlanRung[]>();
    const numberOf = (value: Millis | null) =>
      value === null ? null : Number(value);
    for (const row of await this.knex<Row>(TABLE)) {
      const key = `${row.plan} ${row.destination}`;
      const rungs = found.get(key) ?? [];
      rungs.push({
        rung: row.rung,
        provenAt: numberOf(row.proven_at),
        failedAt: numberOf(row.failed_at),
        milliseconds: numberOf(row.milliseconds),
      });
      found.set(key, rungs);
    }
    return found;
  }

  /** What the questions of the last good drill got. */
  async answers(plan: string, destination: string): Promise<LastAnswers> {
    const row = await this.knex<Row>(TABLE)
      .where({ plan, destination, rung: 'asserted' })
      .first();
    return row?.answers ? (JSON.parse(row.answers) as LastAnswers) : {};
  }
}
