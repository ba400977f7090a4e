import type { LoggerService } from '@backstage/backend-plugin-api';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { PortalSettings } from '../catalogue/PortalSettings';
import type { Stale } from '../silence/FreshnessWatch';
import type { SwitchedOff } from '../silence/switchedOff';
import type { Mailer } from './Mailer';

interface Options {
  mailer: Mailer;
  notifications: NotificationService;
  settings: PortalSettings;
  logger: LoggerService;
  /** Those who run the portal. */
  admins: string[];
  appBaseUrl: string;
}

interface Message {
  title: string;
  text: string[];
  link: string;
  severity: 'high' | 'normal';
  /** The next message of it takes the place of the last one. */
  scope: string;
}

const MANY = 50;
const HOUR = 3_600_000;

function lineOf({ title, lastGoodAt, limit }: Stale): string {
  const newest = lastGoodAt
    ? `newest good backup of ${lastGoodAt}`
    : 'no good backup';
  return `- ${title}: ${newest}, limit ${Math.round(limit / HOUR)} h`;
}

function linesOf(plans: Stale[]): string[] {
  const more = plans.length - MANY;
  return [
    ...plans.slice(0, MANY).map(lineOf),
    ...(more > 0 ? [`and ${more} more.`] : []),
  ];
}

/** `orders`, or `3 plans`. */
const namesOf = (plans: Stale[]) =>
  plans.length === 1 ? plans[0].title : `${plans.length} plans`;

/**
 * Tells what concerns the portal as a whole: backups that are not fresh, and
 * the switch. One mail for all of it, one notification for each who owns some.
 * What goes wrong here is logged and stops nothing.
 * @internal
 */
export class PortalTeller {
  readonly #options: Options;

  static create(options: Options): PortalTeller {
    return new PortalTeller(options);
  }

  private constructor(options: Options) {
    this.#options = options;
  }

  async stale(plans: Stale[], again: boolean): Promise<void> {
    const still = again ? 'still ' : '';
    await this.#ofPlans(plans, some => ({
      title: `No fresh backup ${still}of ${namesOf(some)}`,
      text: [
        'The newest good backup is older than the freshness limit:',
        ...linesOf(some),
        'What to do: open the plan. It says what keeps it from running.',
      ],
      severity: 'high',
    }));
  }

  async freshAgain(plans: Stale[]): Promise<void> {
    await this.#ofPlans(plans, some => ({
      title: `There is a fresh backup of ${namesOf(some)} again`,
      text: linesOf(some),
      severity: 'normal',
    }));
  }

  async off(off: SwitchedOff, again: boolean): Promise<void> {
    await this.#tellAdmins({
      title: `Automatic backup is ${again ? 'still ' : ''}off`,
      text: [
        `Since ${off.at}, by ${off.by}, until ${off.until}.`,
        `Reason: ${off.reason}`,
        'No slot runs until then; slots that fall meanwhile are not caught up.',
      ],
      link: '/s3-backup',
      severity: 'high',
      scope: 's3-backup:switch',
    });
  }

  async on(by: string | null): Promise<void> {
    await this.#tellAdmins({
      title: 'Automatic backup is on again',
      text: [by ? `Turned on by ${by}.` : 'The time that was named is over.'],
      link: '/s3-backup',
      severity: 'normal',
      scope: 's3-backup:switch',
    });
  }

  async #ofPlans(
    plans: Stale[],
    say: (some: Stale[]) => Pick<Message, 'title' | 'text' | 'severity'>,
  ): Promise<void> {
    if (plans.length === 0) return;
    const link = (some: Stale[]) =>
      some.length === 1 ? `/s3-backup/plans/${some[0].plan}` : '/s3-backup';
    await this.#mail({ ...say(plans), link: link(plans) });
    const owners = new Map<string, Stale[]>();
    for (const plan of plans) {
      for (const owner of plan.ownerRef
        ? [plan.ownerRef]
        : this.#options.admins) {
        owners.set(owner, [...(owners.get(owner) ?? []), plan]);
      }
    }
    for (const [owner, some] of owners) {
      const scope = `s3-backup:freshness:${owner}`;
      await this.#notify([owner], { ...say(some), link: link(some), scope });
    }
  }

  async #tellAdmins(message: Message): Promise<void> {
    await this.#mail(message);
    await this.#notify(this.#options.admins, message);
  }

  async #mail({ title, text, link, severity }: Omit<Message, 'scope'>) {
    const { mailer, settings, appBaseUrl, logger } = this.#options;
    logger[severity === 'high' ? 'warn' : 'info'](title);
    const { to } = (await settings.get()).value.notifications;
    const url = `${appBaseUrl.replace(/\/$/, '')}${link}`;
    await mailer.trySend({
      to,
      subject: title,
      text: [...text, '', url, ''].join('\n'),
    });
  }

  async #notify(
    recipients: string[],
    { title, text, link, severity, scope }: Message,
  ): Promise<void> {
    if (recipients.length === 0) return;
    const { notifications, logger } = this.#options;
    try {
      await notifications.send({
        recipients: { type: 'entity', entityRef: recipients },
        payload: {
          title,
          description: text.join(' '),
          link,
          severity,
          topic: 's3-backup',
          scope,
        },
      });
    } catch (error) {
      logger.warn(`Not notified: ${title}`, {
        reason: error instanceof Error ? error.message : String(error),
      });
    }
  }
}
