import type { LoggerService } from '@backstage/backend-plugin-api';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { Problem, Run } from '@understudy/model';
import type { DestinationCatalogue } from '../catalogue/DestinationCatalogue';
import type { PortalSettings } from '../catalogue/PortalSettings';
import type { RunStore } from '../database/runs/RunStore';
import type { Metrics } from '../metrics';
import { isTelling } from '../checkUps/isTelling';
import type { CheckUps } from '../checkUps/CheckUps';
import type { RunEvents } from '../runner/ports';
import { QUIETLY_MISSED } from '../schedule/missed';
import type { Announcer } from './Announcer';
import type { HealthTeller } from './HealthTeller';
import type { Mailer } from './Mailer';
import {
  firstPruneOf,
  firstPruneText,
  linkOf,
  missingOf,
  Occasion,
  textOf,
  titleOf,
} from './words';

interface Options {
  announcer: Announcer;
  mailer: Mailer;
  notifications: NotificationService;
  metrics: Metrics;
  settings: PortalSettings;
  destinations: DestinationCatalogue;
  runs: RunStore;
  logger: LoggerService;
  /** Told where a plan has no owner: those who run the portal. */
  admins: string[];
  appBaseUrl: string;
  teller: HealthTeller;
  checkUps: CheckUps;
}

/** Errors of the place, not of the source or the plan. */
const OF_THE_PLACE =
  /^(?:s3-|net-|tls-|credentials-|foreign-prefix|stale-epoch)/;

function descriptionOf(run: Run, occasion: Occasion): string {
  if (occasion === 'first-prune') return firstPruneText(run, 10).join(' ');
  return run.error ? `${run.error.title}. ${run.error.hint}` : '';
}

/**
 * Tells the end of a run to whom it concerns. Whatever goes wrong here is
 * logged: the run has ended as it has.
 * @internal
 */
export class Notifier implements RunEvents {
  readonly #options: Options;

  static create(options: Options): Notifier {
    return new Notifier(options);
  }

  private constructor(options: Options) {
    this.#options = options;
  }

  changed(what: 'runs' | 'backups'): void {
    this.#options.announcer.changed(what);
  }

  async finished(run: Run): Promise<void> {
    const { metrics, announcer } = this.#options;
    announcer.changed('runs');
    await this.#quietly('metrics', async () => metrics.ended(run));
    await this.#quietly('health', () => this.#countForPlaces(run));
    const occasion = await this.#occasion(run);
    if (occasion) {
      await this.#quietly('mail', () => this.#mail(run, occasion));
      await this.#quietly('notification', () => this.#notify(run, occasion));
    }
    if (run.kind === 'prune' || run.backups.length > 0) {
      announcer.changed('backups');
    }
  }

  async held(destination: string, problem: Problem): Promise<void> {
    const { destinations, teller, announcer } = this.#options;
    announcer.changed('destinations');
    await this.#quietly('health', async () => {
      const entry = await destinations.get(destination);
      if (entry) await teller.down(entry, problem);
    });
  }

  async released(destination: string): Promise<void> {
    const { destinations, teller, announcer } = this.#options;
    announcer.changed('destinations');
    await this.#quietly('health', async () => {
      const entry = await destinations.get(destination);
      if (entry) await teller.works(entry);
    });
  }

  async #quietly(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#options.logger.warn(`The end of a run: ${what} failed`, {
        reason: error instanceof Error ? error.message : String(error),
      });
    }
  }

  async #occasion(run: Run): Promise<Occasion | null> {
    if (QUIETLY_MISSED.has(run.details.reason)) return null;
    if (['failed', 'partial', 'missed'].includes(run.status)) return 'failure';
    if (run.status !== 'succeeded') return null;
    if (firstPruneOf(run).count > 0) return 'first-prune';
    if (run.kind !== 'backup') return null;
    const before = await this.#before(run);
    return before && ['failed', 'partial', 'missed'].includes(before.status)
      ? 'recovery'
      : 'success';
  }

  /** The run of the plan that came to its end before this one. */
  async #before(run: Run): Promise<Run | undefined> {
    try {
      const { items } = await this.#options.runs.list({
        plan: [run.plan],
        kind: ['backup'],
        status: ['succeeded', 'failed', 'partial', 'missed'],
        limit: 5,
      });
      return items.find(each => each.id < run.id);
    } catch {
      return undefined;
    }
  }

  async #mail(run: Run, occasion: Occasion): Promise<void> {
    const { settings, mailer, appBaseUrl } = this.#options;
    const { notifications } = (await settings.get()).value;
    if (occasion === 'success' && !notifications.onSuccess) return;
    await mailer.trySend({
      to: notifications.to,
      subject: titleOf(run, occasion),
      text: textOf(run, appBaseUrl),
    });
  }

  /** One notification a plan: the next one takes its place. */
  async #notify(run: Run, occasion: Occasion): Promise<void> {
    if (occasion === 'success') return;
    const { notifications, runs, admins } = this.#options;
    const owner = (await runs.getOwned(run.id))?.ownerRef;
    const recipients = owner ? [owner] : admins;
    if (recipients.length === 0) return;
    await notifications.send({
      recipients: { type: 'entity', entityRef: recipients },
      payload: {
        title: titleOf(run, occasion),
        description: descriptionOf(run, occasion),
        link: linkOf(run),
        severity: occasion === 'recovery' ? 'normal' : 'high',
        topic: 's3-backup',
        scope: `s3-backup:plan:${run.plan}:${run.kind}`,
      },
    });
  }

  /** Three failures of a place in a row make it unhealthy; a success mends it. */
  async #countForPlaces(run: Run): Promise<void> {
    if (run.kind !== 'backup') return;
    for (const name of run.destinations) await this.#countForPlace(run, name);
  }

  async #countForPlace(run: Run, name: string): Promise<void> {
    const { destinations, teller, checkUps, logger } = this.#options;
    const missing = missingOf(run).find(it => it.destination === name);
    const error = missing ? missing.problem : run.error;
    const works = ['succeeded', 'partial'].includes(run.status) && !missing;
    const entry = await destinations.get(name);
    if (!entry) return;
    if (works) {
      await teller.works(entry, run.finishedAt ?? new Date().toISOString());
    } else if (error && OF_THE_PLACE.test(error.code)) {
      await teller.failed(entry, error);
      if (!isTelling(error)) return;
      // The end of a run does not wait for it.
      checkUps.afterError(entry).catch(reason =>
        logger.warn(`Destination ${name} could not be checked`, {
          reason: String(reason),
        }),
      );
    }
  }
}
