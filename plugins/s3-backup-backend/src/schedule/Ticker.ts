import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import type { DestinationHolds } from '../database/claims/DestinationHolds';
import type { DatabaseSlots } from '../database/slots/DatabaseSlots';
import { fromInstant, readDatabaseNow } from '../database/runs/values';
import { planLimits } from '../queue/limits';
import { planPriority } from '../queue/priority';
import type { RunQueue } from '../queue/RunQueue';
import type { KnownPlan, PlanSource, Switches } from '../runner/ports';
import type { Circumstances, MissedReason } from './missed';
import { judgeSlots } from './missed';
import { dueBetween } from './nextDue';
import { afterQuiet } from './quietHours';
import type { Start } from './startOf';
import { startOf } from './startOf';

/** Slots of one plan that one look counts at most. */
const LIMIT = 10_000;
const DAY = 86_400_000;
/** How far back a plan made just now may have a slot before its first look. */
const NEW_PLAN_MS = 60_000;

const startIn = ({ name, spread, quiet }: KnownPlan): Start => ({
  plan: name,
  spread,
  quiet,
});

/**
 * Looks which slots fell due: a slot row and its run in one transaction, or a
 * row that says why not. On every replica; by the database's clock, and each
 * stretch of time is dealt with by one of them.
 * @internal
 */
export class Ticker {
  static create(options: {
    knex: Knex;
    plans: PlanSource;
    switches: Switches;
    slots: DatabaseSlots;
    queue: RunQueue;
    holds: DestinationHolds;
    logger: LoggerService;
    /** Something was queued. */
    onDue(): void;
    /** A streak of missed slots began. */
    onMissed(runId: string): Promise<void>;
    /** For tests. */
    now?: () => Promise<number>;
  }): Ticker {
    return new Ticker(options);
  }

  private constructor(
    private readonly options: Parameters<typeof Ticker.create>[0],
  ) {}

  async tick(): Promise<void> {
    const { knex, plans, slots, switches, logger } = this.options;
    const now = await (this.options.now?.() ?? readDatabaseNow(knex));
    const automatic = await switches.automaticBackup();
    const seen = await slots.seen();
    const quiet: string[] = [];
    for (const plan of await plans.list()) {
      const since = seen.get(plan.name);
      if (since === undefined) {
        const made = fromInstant(plan.createdAt) ?? now;
        await slots.begin(plan.name, Math.max(made, now - NEW_PLAN_MS));
        continue;
      }
      try {
        // Also what waits for a worker, or for its next attempt.
        const loud = afterQuiet(plan.quiet ?? [], now);
        if (loud > now) await slots.holdBack(plan.name, loud);
        const due = this.#due(plan, since, now);
        if (due.length === 0) quiet.push(plan.name);
        else {
          await this.#dealWith(
            plan,
            { since, now, due },
            {
              ...automatic,
              changedAt: fromInstant(automatic.changedAt),
            },
          );
        }
      } catch (error) {
        // One plan that can't be scheduled must not stop the others.
        logger.error(
          `Plan ${plan.name} could not be scheduled`,
          error as Error,
        );
      }
    }
    await slots.pass(quiet, now);
  }

  /** A further run would only wait behind the one that does. */
  async #waiting(
    trx: Knex,
    plan: KnownPlan,
    now: number,
  ): Promise<MissedReason | null> {
    const { slots, holds } = this.options;
    const { queued, running } = await slots.open(trx, plan.name);
    if (!queued) return running && plan.overlap === 'skip' ? 'overlap' : null;
    if (afterQuiet(plan.quiet ?? [], now) > now) return 'blackout';
    const [destination] = plan.destinations;
    return (await holds.isHeld(destination, trx))
      ? 'destination-down'
      : 'overlap';
  }

  /** After a very long sleep the first slots and those of the last day. */
  #due(plan: KnownPlan, since: number, now: number): number[] {
    const { schedule, timeZone } = plan;
    const due = dueBetween(schedule, timeZone, since, now, LIMIT);
    if (due.length < LIMIT) return due;
    const from = Math.max(due[LIMIT - 1], now - DAY);
    return [...due, ...dueBetween(schedule, timeZone, from, now, LIMIT)];
  }

  async #dealWith(
    plan: KnownPlan,
    { since, now, due }: { since: number; now: number; due: number[] },
    automatic: Circumstances['automatic'],
  ): Promise<void> {
    const { knex, slots, queue, onDue, onMissed } = this.options;
    const about = {
      plan: plan.name,
      planTitle: plan.title ?? null,
      entityRef: plan.entityRef ?? null,
      ownerRef: plan.ownerRef,
      destination: plan.destinations[0] ?? null,
      destinations: plan.destinations,
    };
    const begun: string[] = [];
    const queued = await knex.transaction(async trx => {
      if (!(await slots.take(trx, plan.name, since, now))) return false;
      const verdict = judgeSlots(due, {
        now,
        automatic,
        planEnabled: plan.enabled,
        pausedUntil: fromInstant(plan.pausedUntil),
        skipSlot: fromInstant(plan.skip?.slot),
        catchUp: plan.catchUp,
        startOf: slot => startOf(slot, startIn(plan)),
        waiting: await this.#waiting(trx, plan, now),
      });
      for (const streak of verdict.missed) {
        const id = await slots.miss(trx, { ...about, ...streak });
        if (id) begun.push(id);
      }
      const { run } = verdict;
      if (run === null || (await slots.isTaken(trx, plan.name, run))) {
        return false;
      }
      const id = await queue.insert(trx, {
        ...about,
        kind: 'backup',
        trigger: { type: 'schedule', by: null },
        slot: new Date(run).toISOString(),
        request: { kind: 'backup' },
        limits: planLimits(plan),
        priority: planPriority(plan),
        sourceHost: plan.sourceHost ?? null,
        labels: plan.worker?.labels,
        notBefore: startOf(run, startIn(plan)),
      });
      await slots.keep(trx, plan.name, [run], id);
      return true;
    });
    if (queued) onDue();
    for (const id of begun) await onMissed(id);
  }
}
