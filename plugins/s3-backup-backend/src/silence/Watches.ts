import type { LoggerService } from '@backstage/backend-plugin-api';
import type { FreshnessWatch } from './FreshnessWatch';
import type { SwitchWatch } from './SwitchWatch';
import type { Troubles } from './Troubles';

/** Of this process; only spares work. */
const EVERY_MS = 60_000;

/**
 * What is watched by the clock: that it ticks at all, that the switch comes
 * back on, and that no plan falls silent.
 * @internal
 */
export class Watches {
  #lookedAt = -Infinity;

  static create(options: {
    freshness: FreshnessWatch;
    automatic: SwitchWatch;
    troubles: Troubles;
    logger: LoggerService;
  }): Watches {
    return new Watches(options);
  }

  private constructor(
    private readonly options: Parameters<typeof Watches.create>[0],
  ) {}

  async afterTick(): Promise<void> {
    const { automatic, troubles, freshness } = this.options;
    await this.#quietly('The tick', () => troubles.ticked());
    await this.#quietly('The switch', () => automatic.look());
    if (performance.now() - this.#lookedAt < EVERY_MS) return;
    this.#lookedAt = performance.now();
    await this.#quietly('Freshness', () => freshness.look());
  }

  async #quietly(what: string, look: () => Promise<void>): Promise<void> {
    try {
      await look();
    } catch (error) {
      this.options.logger.error(`${what} could not be watched`, error as Error);
    }
  }
}
