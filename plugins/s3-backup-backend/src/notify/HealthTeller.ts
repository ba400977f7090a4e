import type { LoggerService } from '@backstage/backend-plugin-api';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { Problem } from '@understudy/model';
import type {
  DestinationCatalogue,
  KnownDestinationEntry,
} from '../catalogue/DestinationCatalogue';
import type { PortalSettings } from '../catalogue/PortalSettings';
import { UNHEALTHY_AFTER } from '../service/destinations/health';
import type { Mailer } from './Mailer';

type Words = Pick<Problem, 'title' | 'message' | 'hint'>;

interface Options {
  destinations: DestinationCatalogue;
  mailer: Mailer;
  notifications: NotificationService;
  settings: PortalSettings;
  logger: LoggerService;
  /** Those who run the portal: destinations are theirs. */
  admins: string[];
  appBaseUrl: string;
}

/**
 * Counts what goes wrong with destinations in a row, whether check-ups or runs
 * met it, and says so once when it is no accident any more, and once when it
 * is over.
 * @internal
 */
export class HealthTeller {
  readonly #options: Options;

  static create(options: Options): HealthTeller {
    return new HealthTeller(options);
  }

  private constructor(options: Options) {
    this.#options = options;
  }

  async failed(entry: KnownDestinationEntry, problem: Words): Promise<void> {
    const { destinations } = this.#options;
    await destinations.countFailure(entry);
    const { failures } = await destinations.facts(entry);
    if (failures < UNHEALTHY_AFTER) return;
    // Of several replicas one tells.
    if (!(await destinations.markUnhealthy(entry, new Date()))) return;
    const { name } = entry.settings;
    await this.#tell(name, {
      title: `Destination ${name} is unhealthy`,
      text: [
        `${failures} failures in a row. The last one:`,
        problem.title,
        problem.message,
        `What to do: ${problem.hint}`,
      ],
      severity: 'high',
    });
  }

  /** No run of it is begun, and none fails, until it is back: told once. */
  async down(entry: KnownDestinationEntry, problem: Words): Promise<void> {
    const { destinations } = this.#options;
    await destinations.learn(entry, { failures: UNHEALTHY_AFTER });
    if (!(await destinations.markUnhealthy(entry, new Date()))) return;
    const { name } = entry.settings;
    await this.#tell(name, {
      title: `Destination ${name} is down`,
      text: [
        'Its backups wait and start by themselves when it is back.',
        problem.title,
        problem.message,
        `What to do: ${problem.hint}`,
      ],
      severity: 'high',
    });
  }

  /** A check-up passed, or a run stored something. */
  async works(
    entry: KnownDestinationEntry,
    succeededAt?: string,
  ): Promise<void> {
    const { destinations } = this.#options;
    await destinations.learn(entry, {
      failures: 0,
      ...(succeededAt ? { succeededAt } : {}),
    });
    if (!(await destinations.markUnhealthy(entry, null))) return;
    const { name } = entry.settings;
    await this.#tell(name, {
      title: `Destination ${name} works again`,
      text: ['Backups to it can be stored.'],
      severity: 'normal',
    });
  }

  async #tell(
    name: string,
    told: { title: string; text: string[]; severity: 'high' | 'normal' },
  ): Promise<void> {
    const { mailer, notifications, settings, admins, appBaseUrl, logger } =
      this.#options;
    const { title, text, severity } = told;
    const link = `/s3-backup/destinations/${name}`;
    logger[severity === 'high' ? 'warn' : 'info'](title, {
      destination: name,
    });
    const { to } = (await settings.get()).value.notifications;
    const url = `${appBaseUrl.replace(/\/$/, '')}${link}`;
    await mailer.trySend({
      to,
      subject: title,
      text: [...text, '', url, ''].join('\n'),
    });
    if (admins.length === 0) return;
    try {
      await notifications.send({
        recipients: { type: 'entity', entityRef: admins },
        payload: {
          title,
          description: text.join(' '),
          link,
          severity,
          topic: 's3-backup',
          scope: `s3-backup:destination:${name}`,
        },
      });
    } catch (error) {
      logger.warn(`The health of ${name} could not be notified`, {
        reason: error instanceof Error ? error.message : String(error),
      });
    }
  }
}
