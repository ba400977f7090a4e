import type { Knex } from 'knex';
import type { MissedReason } from '../../schedule/missed';
import { runId } from '../../queue/runId';
import type { RunRow } from '../runs/RunRow';
import { databaseNow } from '../runs/values';

/** Slot rows that one look writes at most; a streak's count has them all. */
const ROWS = 2_000;

/** @internal */
export interface MissedStreak {
  plan: string;
  planTitle: string | null;
  entityRef: string | null;
  ownerRef: string | null;
  destination: string | null;
  reason: MissedReason;
  slots: number[];
}

/**
 * How far the slots of each plan were dealt with, and what became of each.
 * @internal
 */
export class DatabaseSlots {
  static create(options: { knex: Knex }): DatabaseSlots {
    return new DatabaseSlots(options.knex);
  }

  private constructor(private readonly knex: Knex) {}

  async seen(): Promise<Map<string, number>> {
    const rows: { plan: string; seen_at: unknown }[] = await this.knex(
      'plan_clocks',
    ).select('plan', 'seen_at');
    return new Map(rows.map(row => [row.plan, Number(row.seen_at)]));
  }

  /** A plan seen for the first time; whoever is first, wins. */
  async begin(plan: string, seenAt: number): Promise<void> {
    await this.knex('plan_clocks')
      .insert({ plan, seen_at: seenAt })
      .onConflict('plan')
      .ignore();
  }

  /** Nothing fell due of these plans until now. Never goes back. */
  async pass(plans: string[], now: number): Promise<void> {
    for (let from = 0; from < plans.length; from += 500) {
      await this.knex('plan_clocks')
        .whereIn('plan', plans.slice(from, from + 500))
        .where('seen_at', '<', now)
        .update({ seen_at: now });
    }
  }

  /** Takes the slots between two looks; one replica gets them. */
  async take(
    trx: Knex,
    plan: string,
    seenAt: number,
    now: number,
  ): Promise<boolean> {
    const taken = await trx('plan_clocks')
      .where({ plan, seen_at: seenAt })
      .update({ seen_at: now });
    return taken > 0;
  }

  async isTaken(trx: Knex, plan: string, slot: number): Promise<boolean> {
    return (
      (await trx('slots').where({ plan, slot }).first('slot')) !== undefined
    );
  }

  async keep(trx: Knex, plan: string, slots: number[], run: string) {
    const rows = slots.slice(-ROWS).map(slot => ({ plan, slot, run_id: run }));
    for (let from = 0; from < rows.length; from += 200) {
      await trx('slots')
        .insert(rows.slice(from, from + 200))
        .onConflict(['plan', 'slot'])
        .ignore();
    }
  }

  /** A scheduled backup of the plan that has not begun, or runs. */
  async open(
    trx: Knex,
    plan: string,
  ): Promise<{ queued: boolean; running: boolean }> {
    const states: string[] = await trx('runs')
      .where({ plan, kind: 'backup', trigger_type: 'schedule' })
      .whereIn('status', ['queued', 'running'])
      .pluck('status');
    return {
      queued: states.includes('queued'),
      running: states.includes('running'),
    };
  }

  /** Scheduled runs that wait begin no earlier, e.g. not in quiet hours. */
  async holdBack(plan: string, until: number): Promise<void> {
    await this.knex('runs')
      .where({ plan, kind: 'backup', trigger_type: 'schedule' })
      .where({ status: 'queued' })
      .where('not_before', '<', until)
      .update({ not_before: until });
  }

  /**
   * Adds to the plan's last row where that is a streak of the same reason, or
   * begins one; answers the id of a new row.
   */
  async miss(trx: Knex, streak: MissedStreak): Promise<string | undefined> {
    const { plan, reason, slots } = streak;
    const last = slots[slots.length - 1];
    const open = await trx<RunRow>('runs')
      .where({ plan, kind: 'backup' })
      .orderBy([
        { column: 'sorted_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .first('id', 'status', 'missed_reason');
    if (open?.status === 'missed' && open.missed_reason === reason) {
      await this.keep(trx, plan, slots, open.id);
      await trx('runs')
        .where({ id: open.id })
        .update({
          count: trx.raw('count + ?', [slots.length]),
          slot: last,
          last_slot: last,
          sorted_at: last,
          finished_at: databaseNow(trx),
        });
      return undefined;
    }
    const id = runId(last);
    await trx('runs').insert({
      id,
      kind: 'backup',
      plan,
      plan_title: streak.planTitle,
      entity_ref: streak.entityRef,
      owner_ref: streak.ownerRef,
      destination: streak.destination,
      trigger_type: 'schedule',
      slot: last,
      status: 'missed',
      request: JSON.stringify({ kind: 'backup' }),
      time_limit_ms: 0,
      stall_limit_ms: 0,
      not_before: last,
      created_at: databaseNow(trx),
      sorted_at: last,
      finished_at: databaseNow(trx),
      missed_reason: reason,
      count: slots.length,
      first_slot: slots[0],
      last_slot: last,
    });
    await this.keep(trx, plan, slots, id);
    return id;
  }

  /** Slots of long ago; their runs stay. */
  async forget(before: number): Promise<void> {
    await this.knex('slots').where('slot', '<', before).delete();
  }
}
