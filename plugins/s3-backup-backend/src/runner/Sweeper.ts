import { rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { openBucket, sweepAttempt } from '@understudy/engine';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { connectionFor, UnderstudyError } from '@understudy/model';
import type { DatabaseAttempts } from '../database/attempts/DatabaseAttempts';
import type { BackupStore } from '../database/backups/BackupStore';
import type { DatabaseRunLog } from '../database/runLogs/DatabaseRunLog';
import type { AttemptRow, RunRow } from '../database/runs/RunRow';
import { destinationsOf } from '../database/runs/RunRow';
import { parseJson } from '../database/runs/values';
import { findPublished, Missing } from './kinds/published';
import type { Outcomes } from './Outcomes';
import type { PlanSource, Switches, WorkOrders } from './ports';
import { dropScratch } from './dropScratch';
import { RunRequest, runRequestSchema } from './requests';
import { removeDeadDirectories } from './tempDirectories';

/** How long a destination that could not be swept is left alone. */
const AGAIN_MS = 60_000;

const serverOf = (plan: string) => `server of ${plan}`;

/** What is left alone for a while when it fails. */
function placesOf(run: RunRow): string[] {
  const { kind, plan } = run;
  return kind === 'drill' || kind === 'restore'
    ? [serverOf(plan)]
    : destinationsOf(run);
}

interface Dead {
  run: RunRow;
  attempt: AttemptRow;
}

/** Where an attempt may have left something: not where it published. */
function leftBehind(run: RunRow, { outcome }: AttemptRow): string[] {
  const names = destinationsOf(run);
  if (outcome === 'succeeded') return [];
  if (outcome !== 'partial') return names.length > 0 ? names : [''];
  const { missing = [] } = parseJson<{ missing?: Missing[] }>(run.details, {});
  return missing.map(({ destination }) => destination);
}

/**
 * Takes away what dead attempts left, two leases after their lease ended:
 * uploads, artifacts and intent in the bucket, directories on this machine.
 * @internal
 */
export class Sweeper {
  static create(options: {
    attempts: DatabaseAttempts;
    logs: DatabaseRunLog;
    outcomes: Outcomes;
    orders: WorkOrders;
    switches: Switches;
    plans: PlanSource;
    backups: BackupStore;
    logger: LoggerService;
  }): Sweeper {
    return new Sweeper(options);
  }

  /** When what failed may be tried again; only spares a broken store. */
  readonly #notBefore = new Map<string, number>();

  private constructor(
    private readonly options: Parameters<typeof Sweeper.create>[0],
  ) {}

  async sweep(): Promise<void> {
    const { attempts, orders, switches, logger } = this.options;
    // What an old copy of the database takes for dead may have lived on.
    if ((await switches.automaticBackup()).recovered) return;
    for (const dead of await attempts.sweepable(50)) {
      if (placesOf(dead.run).some(name => this.#isLeftAlone(name))) continue;
      try {
        if (await this.#sweepOne(dead)) await attempts.setSwept(dead.attempt);
      } catch (error) {
        logger.warn(
          `What attempt ${dead.attempt.n} of run ${
            dead.run.id
          } left could not be swept yet: ${
            UnderstudyError.from(error).message
          }`,
        );
      }
    }
    await removeDeadDirectories(orders.tempDirectory(), (run, n) =>
      attempts.isDead(run, n),
    );
  }

  /** False: another machine's to do. */
  async #sweepOne({ run, attempt }: Dead): Promise<boolean> {
    const names = leftBehind(run, attempt);
    if (names.length === 0) return true;
    const request = runRequestSchema.parse(JSON.parse(run.request));
    if (request.kind === 'restore' && request.target) {
      if (attempt.host !== hostname()) return false;
      await rm(`${request.target}.partial-${run.id}`, {
        recursive: true,
        force: true,
      });
    }
    if (
      request.kind === 'drill' ||
      (request.kind === 'restore' && request.place)
    ) {
      await this.#orLeaveAlone(serverOf(run.plan), () =>
        this.#dropScratch(run, request),
      );
    }
    if (request.kind === 'backup' && run.folder) {
      for (const name of names) {
        const { folder } = run;
        await this.#orLeaveAlone(name, () =>
          this.#sweepBucket(run, folder, attempt, name),
        );
      }
    }
    return true;
  }

  async #orLeaveAlone(name: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#notBefore.set(name, Date.now() + AGAIN_MS);
      throw error;
    }
  }

  #isLeftAlone(name: string): boolean {
    return (this.#notBefore.get(name) ?? 0) > Date.now();
  }

  /** What a killed drill, or restore to a server, left on that server. */
  async #dropScratch(
    run: RunRow,
    request: Extract<RunRequest, { kind: 'drill' | 'restore' }>,
  ): Promise<void> {
    const { logs } = this.options;
    const dropped = await dropScratch({ ...this.options, run, request });
    if (dropped.length === 0) return;
    const text = `Removed what a dead attempt left: ${dropped.join(', ')}.`;
    const at = new Date().toISOString();
    await logs.append(run.id, [{ at, level: 'info', text }]);
  }

  async #sweepBucket(
    run: RunRow,
    folder: string,
    attempt: AttemptRow,
    name: string,
  ): Promise<void> {
    const { logs, orders, outcomes } = this.options;
    const say = (level: 'info' | 'warn', text: string) =>
      logs.append(run.id, [{ at: new Date().toISOString(), level, text }]);
    let known;
    try {
      known = await orders.destination(name);
    } catch (error) {
      const { code } = UnderstudyError.from(error);
      if (code !== 'destination-gone') throw error;
      await say('warn', `${name} is gone: nothing was swept there.`);
      return;
    }
    const connection = connectionFor(known.connection, 'prune');
    if (connection.appendOnly) {
      await say(
        'warn',
        `What attempt ${attempt.n} left stays in the bucket, and costs money: its keys may only append.`,
      );
      return;
    }
    const bucket = openBucket(connection, {
      profile: known.profile,
    });
    try {
      if (attempt.publishing_at !== null) {
        // It may have published after it was given up: then it is a backup.
        const late = await findPublished(bucket, folder);
        if (late) await outcomes.foundLate(run, late);
      }
      const { aborted, deleted } = await sweepAttempt(bucket, {
        folder,
        attempt: attempt.n,
        log: () => {},
      });
      if (aborted + deleted > 0) {
        await say(
          'info',
          `Swept what attempt ${attempt.n} left: ${aborted} uploads aborted, ${deleted} objects deleted.`,
        );
      }
    } finally {
      bucket.close();
    }
  }
}
