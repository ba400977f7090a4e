import type { Knex } from 'knex';
import { Client } from 'pg';
import type { ClientConfig } from 'pg';

/** Notifications that come closer than this wake once more, afterwards. */
const APART_MS = 100;
const LONGEST_WAIT_MS = 60_000;

interface ListenerOptions {
  knex: Knex;
  channel: string;
  /** Runs may wait: said, or something may have been missed. */
  onWork(): void;
  /** The connection failed; tried again by itself, and polled meanwhile. */
  onTrouble(error: Error): void;
}

/**
 * A connection of its own that hears of new jobs. Where it can't be made, or
 * lies behind a pooler that drops notifications, workers poll as ever: what is
 * heard here is never needed.
 * @internal
 */
export class RunListener {
  static start(options: ListenerOptions): RunListener {
    return new RunListener(options);
  }

  #client: Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #wake: NodeJS.Timeout | undefined;
  #wokenAt = 0;
  #failures = 0;
  #stopped = false;

  private constructor(private readonly options: ListenerOptions) {
    void this.#connect();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#wake);
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(() => {});
  }

  async #connect(): Promise<void> {
    const { knex, channel, onTrouble } = this.options;
    const client = new Client({
      ...(knex.client.connectionSettings as ClientConfig),
      keepAlive: true,
      application_name: 's3-backup listener',
    });
    this.#client = client;
    let over = false;
    const again = (error?: Error) => {
      if (over) return;
      over = true;
      client.removeAllListeners();
      client.on('error', () => {});
      client.end().catch(() => {});
      if (this.#stopped) return;
      // Once, not at each try.
      if (this.#failures === 0) onTrouble(error ?? new Error('it was closed'));
      this.#failures += 1;
      const wait = Math.min(1_000 * 2 ** this.#failures, LONGEST_WAIT_MS);
      this.#timer = setTimeout(() => void this.#connect(), wait);
    };
    client.on('error', again);
    client.on('end', () => again());
    client.on('notification', () => this.#heard());
    try {
      await client.connect();
      await client.query(`listen ${client.escapeIdentifier(channel)}`);
      if (this.#stopped) {
        await client.end();
        return;
      }
      this.#failures = 0;
      this.#heard();
    } catch (error) {
      again(error as Error);
    }
  }

  /** At once, and when many come together once more after the last. */
  #heard(): void {
    if (this.#wake) return;
    const since = Date.now() - this.#wokenAt;
    const wait = since < 0 || since >= APART_MS ? 0 : APART_MS - since;
    this.#wake = setTimeout(() => {
      this.#wake = undefined;
      this.#wokenAt = Date.now();
      this.options.onWork();
    }, wait);
  }
}
