import { DESTINATION_SECRETS, SecretInput } from '@understudy/model';
import type { Knex } from 'knex';
import { secretPlace } from '../../catalogue/destinationSecrets';
import type { SecretVault } from '../../secrets/SecretVault';

/** Keeps the secrets of destinations in the vault. @internal */
export class DestinationSeal {
  readonly #vault: SecretVault;

  static create(options: { vault: SecretVault }): DestinationSeal {
    return new DestinationSeal(options.vault);
  }

  private constructor(vault: SecretVault) {
    this.#vault = vault;
  }

  /** Seals what was entered, and forgets what the destination has no more. */
  async put(
    name: string,
    secrets: ReadonlyMap<string, SecretInput>,
    by: string,
    trx: Knex,
  ): Promise<void> {
    for (const path of DESTINATION_SECRETS) {
      const place = secretPlace(name, path);
      const secret = secrets.get(path);
      if (secret) await this.#vault.put(place, secret, by, trx);
      else await this.#vault.forget(place, trx);
    }
  }
}
