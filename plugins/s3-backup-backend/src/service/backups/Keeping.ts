import { planRetention, RetentionDecision } from '@understudy/engine';
import type { Backup } from '@understudy/model';
import type {
  BackupStore,
  KnownBackup,
} from '../../database/backups/BackupStore';
import type { RulesBook, RulesNow } from '../../retention/rulesNow';

/** What the API says beside the row. @internal */
export type Kept = Pick<Backup, 'orphaned' | 'retention'>;

/**
 * Says of backups why they stay, or that they will go, by what the portal
 * knows now. A prune asks the bucket again.
 * @internal
 */
export class Keeping {
  static create(options: { backups: BackupStore; book: RulesBook }): Keeping {
    return new Keeping(options);
  }

  private constructor(
    private readonly options: { backups: BackupStore; book: RulesBook },
  ) {}

  async of(page: KnownBackup[]): Promise<(backup: KnownBackup) => Kept> {
    const { backups, book } = this.options;
    const rulesOf = await book.read();
    const decided = new Map<string, RetentionDecision>();
    const places = new Map(
      page.map(one => [`${one.plan} ${one.destination}`, one]),
    );
    for (const { plan, destination } of places.values()) {
      const all = await backups.retained(plan, destination);
      for (const [id, decision] of decide(all, rulesOf(plan))) {
        decided.set(id, decision);
      }
    }
    return backup => {
      const { orphaned } = rulesOf(backup.plan);
      const decision = decided.get(backup.id);
      if (!decision || backup.state === 'deleting') {
        return { orphaned, retention: null };
      }
      const { keep, reasons } = decision;
      return { orphaned, retention: { keep, reasons } };
    };
  }
}

const NO_RULES = { minimumGood: 1, keepUntilProven: false };

function decide(
  backups: Awaited<ReturnType<BackupStore['retained']>>,
  rules: RulesNow,
): Map<string, RetentionDecision> {
  const { timeZone, orphaned, followed } = rules;
  const stays = orphaned && !followed;
  const decisions = planRetention({
    backups,
    rules: (stays ? null : rules.rules) ?? NO_RULES,
    timeZone,
    now: Date.now(),
  });
  for (const decision of decisions.values()) {
    // The minimum is nobody's rule where there is none.
    const told = decision.reasons.filter(
      ({ code }) => rules.rules || code !== 'minimum',
    );
    decision.reasons = told.map(reason =>
      stays && reason.code === 'no-rule'
        ? { code: 'orphaned', details: {} }
        : reason,
    );
  }
  return decisions;
}
