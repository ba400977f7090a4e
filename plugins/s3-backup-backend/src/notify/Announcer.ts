import type { LoggerService } from '@backstage/backend-plugin-api';
import type { SignalsService } from '@backstage/plugin-signals-node';
import {
  S3_BACKUP_SIGNAL,
  S3BackupSignal,
} from '@understudy/backstage-plugin-s3-backup-common';

type What = S3BackupSignal['changed'];

/** Pages refetch on a signal: more than one a second is of no use. */
const QUIET = 1_000;

/**
 * Says to open pages that something changed, never what: signals reach
 * everybody.
 * @internal
 */
export class Announcer {
  readonly #signals: SignalsService;
  readonly #logger: LoggerService;
  /** Kinds told within the last second, and whether another is due. */
  readonly #told = new Map<What, boolean>();

  static create(options: {
    signals: SignalsService;
    logger: LoggerService;
  }): Announcer {
    return new Announcer(options.signals, options.logger);
  }

  private constructor(signals: SignalsService, logger: LoggerService) {
    this.#signals = signals;
    this.#logger = logger;
  }

  changed(what: What): void {
    if (this.#told.has(what)) {
      this.#told.set(what, true);
      return;
    }
    this.#told.set(what, false);
    this.#publish(what);
    setTimeout(() => {
      const again = this.#told.get(what);
      this.#told.delete(what);
      if (again) this.changed(what);
    }, QUIET).unref();
  }

  #publish(changed: What): void {
    this.#signals
      .publish({
        recipients: { type: 'broadcast' },
        channel: S3_BACKUP_SIGNAL,
        message: { changed },
      })
      .catch(error =>
        this.#logger.debug('A signal was not sent', { reason: String(error) }),
      );
  }
}
