import { recipientOf } from '@understudy/engine';
import { UnderstudyError } from '@understudy/model';
import type { KeyCatalogue } from '../../catalogue/KeyCatalogue';
import type { KnownBackup } from '../../database/backups/BackupStore';

/**
 * Whether this portal can decrypt a backup.
 * @internal
 */
export class Readability {
  readonly #keys: KeyCatalogue;

  static create(options: { keys: KeyCatalogue }): Readability {
    return new Readability(options.keys);
  }

  private constructor(keys: KeyCatalogue) {
    this.#keys = keys;
  }

  async canOpen(backup: KnownBackup): Promise<boolean> {
    if (!backup.encrypted && backup.recipients.length === 0) return true;
    const held = await this.#held();
    return backup.recipients.some(recipient => held.includes(recipient));
  }

  /** @throws UnderstudyError `identity-missing`, `identity-mismatch` */
  async demand(backup: KnownBackup): Promise<void> {
    if (await this.canOpen(backup)) return;
    const { recipients } = backup;
    const held = await this.#held();
    throw held.length === 0
      ? new UnderstudyError('identity-missing', { recipients })
      : new UnderstudyError('identity-mismatch', { recipients, held });
  }

  async #held(): Promise<string[]> {
    const identities = await this.#keys.identities();
    return Promise.all(identities.map(identity => recipientOf(identity)));
  }
}
