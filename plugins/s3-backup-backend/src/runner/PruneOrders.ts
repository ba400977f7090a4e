import { UnderstudyError } from '@understudy/model';
import type { BackupStore } from '../database/backups/BackupStore';
import type { RunRow } from '../database/runs/RunRow';
import { fingerprintOf, RulesBook } from '../retention/rulesNow';
import type { Switches } from './ports';
import type { WorkOrder } from './workOrder';

/**
 * What a prune is told: the rules as they are when it begins, and whether
 * anybody was told yet what they take away.
 * @internal
 */
export class PruneOrders {
  static create(options: {
    book: RulesBook;
    backups: BackupStore;
    switches: Switches;
    /** The database's clock, in milliseconds. */
    clock(): Promise<number>;
  }): PruneOrders {
    return new PruneOrders(options);
  }

  private constructor(
    private readonly options: Parameters<typeof PruneOrders.create>[0],
  ) {}

  /** Null where everything is kept. */
  async of(row: RunRow): Promise<WorkOrder['retention']> {
    const { book, backups, switches, clock } = this.options;
    const { recovered } = await switches.automaticBackup();
    if (recovered) {
      throw new UnderstudyError('prune-stopped', {
        seen: 'This portal was restored, and nobody has confirmed it yet.',
      });
    }
    const { rules, timeZone, freshness, orphaned, followed, untold } =
      await book.of(row.plan);
    if (!rules || (orphaned && !followed)) return null;
    const destination = row.destination ?? '';
    return {
      rules,
      timeZone,
      freshness,
      clocks: [{ name: 'the database', ahead: (await clock()) - Date.now() }],
      dryRun: untold,
      fingerprint: fingerprintOf(rules),
      begun: await backups.deleting(row.plan, destination),
    };
  }
}
