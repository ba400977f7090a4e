import type { LoggerService } from '@backstage/backend-plugin-api';
import { createTransport, Transporter } from 'nodemailer';
import type { MailConfig } from '../config';
import { Redactor } from '../runner/redactor';

/** @internal */
export interface Mail {
  to: string[];
  subject: string;
  text: string;
}

const TIMEOUT = 20_000;

/**
 * Sends mail by SMTP, where it is configured.
 * @internal
 */
export class Mailer {
  readonly #config: MailConfig | undefined;
  readonly #transport: Transporter | undefined;
  readonly #redactor: Redactor;
  readonly #logger: LoggerService;

  static create(options: {
    config: MailConfig | undefined;
    logger: LoggerService;
  }): Mailer {
    return new Mailer(options.config, options.logger);
  }

  private constructor(config: MailConfig | undefined, logger: LoggerService) {
    this.#config = config;
    this.#logger = logger;
    this.#redactor = Redactor.create(config?.password ? [config.password] : []);
    this.#transport =
      config &&
      createTransport({
        host: config.host,
        port: config.port,
        secure: config.secure === 'tls',
        // Without it a password could go out in the open.
        requireTLS: config.secure === 'starttls',
        ignoreTLS: config.secure === 'none',
        auth: config.user
          ? { user: config.user, pass: config.password ?? '' }
          : undefined,
        connectionTimeout: TIMEOUT,
        greetingTimeout: TIMEOUT,
        socketTimeout: TIMEOUT,
        disableFileAccess: true,
        disableUrlAccess: true,
      });
  }

  get configured(): boolean {
    return this.#transport !== undefined;
  }

  /** @throws where the mail was not taken */
  async send({ to, subject, text }: Mail): Promise<string> {
    const sent = await this.#transport!.sendMail({
      from: this.#config!.from,
      to,
      subject,
      text,
    });
    return String(sent.response ?? 'taken');
  }

  /** Sends, and only logs what goes wrong: a run does not fail over a mail. */
  async trySend(mail: Mail): Promise<void> {
    if (!this.configured || mail.to.length === 0) return;
    try {
      await this.send(mail);
    } catch (error) {
      this.#logger.error('A mail could not be sent', {
        reason: this.#words(error),
      });
    }
  }

  async test(to: string): Promise<{ sent: boolean; seen: string }> {
    if (!this.configured) {
      return {
        sent: false,
        seen: 'Mail is not configured (s3Backup.mail in app-config).',
      };
    }
    try {
      const seen = await this.send({
        to: [to],
        subject: 'Test mail of S3 backups',
        text: 'Mail works. Failed backups will be reported like this.',
      });
      return { sent: true, seen };
    } catch (error) {
      return { sent: false, seen: this.#words(error) };
    }
  }

  #words(error: unknown): string {
    return this.#redactor.text((error as Error).message ?? String(error));
  }
}
