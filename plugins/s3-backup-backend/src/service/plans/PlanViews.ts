import type { PlanStatus } from '@understudy/backstage-plugin-s3-backup-common';
import { Plan, PlanSettings, Run, secretPaths } from '@understudy/model';
import type { PlanCatalogue, PlanEntry } from '../../catalogue/PlanCatalogue';
import type { PortalSettings } from '../../catalogue/PortalSettings';
import { optionOf } from '../../catalogue/sourceOptions';
import type { SourceTypes } from '../../catalogue/SourceTypes';
import type {
  BackupStore,
  KnownBackup,
} from '../../database/backups/BackupStore';
import type { RunStore } from '../../database/runs/RunStore';
import {
  PlanProofs,
  PlanProofState,
  toPlanProof,
} from '../../proof/PlanProofs';
import { PAUSED_FOR_EVER } from '../../runner/ports';
import { fromInstant } from '../../database/runs/values';
import { nextDue } from '../../schedule/nextDue';
import { putSecrets, takeSecrets } from '../../secrets/secretOptions';
import type { SecretVault } from '../../secrets/SecretVault';
import { dayState } from './dayState';
import { lackingOf } from './lacking';
import { protectionOf } from './protection';
import { reference } from './reference';

const ENDED = [
  'succeeded',
  'partial',
  'failed',
  'missed',
  'cancelled',
] as const;

interface Options {
  plans: PlanCatalogue;
  settings: PortalSettings;
  backups: BackupStore;
  runs: RunStore;
  sources: SourceTypes;
  vault: SecretVault;
  planProofs: PlanProofs;
}

/** What is known of a plan's doings. @internal */
export interface PlanDoings {
  entry: PlanEntry;
  freshness: number;
  protection: Plan['protection'];
  lastGood: KnownBackup | undefined;
  lastRun: Run | undefined;
  proof: PlanProofState;
  nextSlot: string | null;
}

/**
 * Puts together what the API says of plans.
 * @internal
 */
export class PlanViews {
  readonly #options: Options;

  static create(options: Options): PlanViews {
    return new PlanViews(options);
  }

  private constructor(options: Options) {
    this.#options = options;
  }

  async doings(entries: PlanEntry[]): Promise<PlanDoings[]> {
    const { backups, runs, settings, planProofs } = this.#options;
    const now = Date.now();
    const [lastGood, automatic, proofOf] = await Promise.all([
      backups.lastGoodOfAll(),
      settings.automaticBackup(),
      planProofs.read(now),
    ]);
    return Promise.all(
      entries.map(async entry => {
        const { plan } = entry;
        const name = [plan.name];
        const [ended, newest, lastRun, proofs] = await Promise.all([
          runs.list({
            plan: name,
            kind: ['backup'],
            status: [...ENDED],
            limit: 1,
          }),
          backups.list({ plan: name, limit: 1 }),
          runs.last(plan.name),
          Promise.all(plan.destinations.map(each => proofOf(plan, each))),
        ]);
        const freshness = plan.freshness ?? 0;
        const good = lastGood.get(plan.name) ?? [];
        const newestGood = newestOf(good);
        return {
          entry,
          freshness,
          lastGood: newestGood,
          lastRun,
          proof: proofs[0],
          nextSlot: this.#nextSlot(entry, automatic.enabled),
          protection: protectionOf({
            plan,
            freshness,
            lastGood: newestGood,
            lacking: lackingOf(plan.destinations, good),
            newest: newest.items[0],
            lastEnded: ended.items[0],
            proof: troublesOf(proofs),
            automatic,
            now,
          }),
        };
      }),
    );
  }

  async plan(entry: PlanEntry): Promise<Plan> {
    const { backups, runs } = this.#options;
    const { plan, settings, state } = entry;
    const [[doings], totals, usualSeconds, source] = await Promise.all([
      this.doings([entry]),
      backups.totals('plan'),
      runs.usualSeconds(plan.name, 'backup'),
      this.#maskedSource(entry),
    ]);
    const { lastGood } = doings;
    return {
      name: plan.name,
      title: plan.title ?? null,
      entityRef: plan.entityRef ?? null,
      ownerRef: plan.ownerRef,
      source,
      destinations: plan.destinations,
      encryption: plan.encryption,
      compression: plan.compression,
      schedule: plan.schedule,
      worker: plan.worker ?? { labels: [] },
      enabled: plan.enabled,
      priority: plan.priority,
      blackouts: plan.blackouts,
      catchUp: plan.catchUp,
      overlap: plan.overlap,
      spread: plan.spread,
      skip: plan.skip ?? null,
      minimumBytes: settings.minimumBytes ?? null,
      freshness: doings.freshness,
      freshnessIsOwn: settings.freshness !== undefined,
      retention: plan.retention ?? null,
      proof: toPlanProof(doings.proof),
      retry: plan.retry,
      timeLimit: plan.timeLimit,
      stallLimit: plan.stallLimit,
      pausedUntil: plan.pausedUntil,
      pausedBy: state?.pausedBy ?? null,
      pausedAt: state?.pausedAt ?? null,
      fromConfig: plan.fromConfig,
      shadowed: entry.shadowed,
      timeZone: plan.timeZone,
      nextSlot: doings.nextSlot,
      protection: doings.protection,
      lastGoodBackup: lastGood
        ? {
            id: lastGood.id,
            takenAt: lastGood.slot ?? lastGood.startedAt,
            bytesStored: lastGood.bytesStored,
            proof: lastGood.proof.rung,
          }
        : null,
      lastRun: reference(doings.lastRun),
      usualSeconds,
      backups: totals.get(plan.name)?.backups ?? 0,
      notice: noticeOf(entry),
      updatedAt: plan.updatedAt,
      updatedBy: entry.updatedBy,
    };
  }

  async status(doings: PlanDoings, days = 30): Promise<PlanStatus> {
    const { runs } = this.#options;
    const { plan } = doings.entry;
    const { lastGood, lastRun } = doings;
    const counts = await runs.days({
      plan: plan.name,
      days,
      timeZone: plan.timeZone,
    });
    return {
      plan: plan.name,
      title: plan.title ?? null,
      entityRef: plan.entityRef ?? null,
      protection: doings.protection,
      lastGoodBackup: lastGood
        ? {
            id: lastGood.id,
            takenAt: lastGood.slot ?? lastGood.startedAt,
            bytesStored: lastGood.bytesStored,
            proof: {
              rung: lastGood.proof.rung,
              at: lastGood.proof.at,
              failed: lastGood.proof.failed,
            },
          }
        : null,
      lastRun: reference(lastRun),
      running:
        lastRun && ['running', 'queued'].includes(lastRun.status)
          ? lastRun
          : null,
      nextSlot: doings.nextSlot,
      timeZone: plan.timeZone,
      days: counts.map(dayState),
      mayStart: true,
      mayRead: true,
    };
  }

  #nextSlot({ plan }: PlanEntry, automatic: boolean): string | null {
    if (!automatic || !plan.enabled) return null;
    if (plan.pausedUntil === PAUSED_FOR_EVER) return null;
    const paused = plan.pausedUntil ? Date.parse(plan.pausedUntil) : 0;
    const due = (after: number) => nextDue(plan.schedule, plan.timeZone, after);
    let next = due(Math.max(Date.now(), paused));
    if (next !== null && next === fromInstant(plan.skip?.slot))
      next = due(next);
    return next === null ? null : new Date(next).toISOString();
  }

  /** Secrets only say that they are set. */
  async #maskedSource({ plan }: PlanEntry): Promise<PlanSettings['source']> {
    const { sources, vault } = this.#options;
    const type = sources.get(plan.source.type);
    const paths = type ? secretPaths(type.optionsSchema) : [];
    if (paths.length === 0) return plan.source;
    const { open, secrets } = takeSecrets(plan.source.options, paths);
    const states = new Map<string, unknown>();
    for (const path of paths) {
      const state = secrets.has(path)
        ? { set: true, updatedAt: null }
        : await vault.state(optionOf(plan.name, path));
      if (state) states.set(path, { set: true, updatedAt: state.updatedAt });
    }
    return { type: plan.source.type, options: putSecrets(open, states) };
  }
}

function newestOf(backups: KnownBackup[]): KnownBackup | undefined {
  return backups.reduce<KnownBackup | undefined>(
    (newest, each) =>
      newest && newest.finishedAt >= each.finishedAt ? newest : each,
    undefined,
  );
}

/** Of all destinations together. */
function troublesOf(proofs: PlanProofState[]) {
  return {
    failed: proofs.find(({ failed }) => failed)?.failed ?? null,
    overdue: proofs
      .flatMap(({ due }) => due)
      .filter(({ overdue }) => overdue)
      .map(({ rung }) => rung),
  };
}

function noticeOf({ plan, state }: PlanEntry): string | null {
  if (!plan.entityRef || !state || state.annotated) return null;
  return `To show backups on the page of ${plan.entityRef}, add this annotation to it: s3-backup/enabled: 'true'`;
}
