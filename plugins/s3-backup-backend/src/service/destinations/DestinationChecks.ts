import { InputError } from '@backstage/errors';
import { trimCredentials } from '@understudy/engine';
import type { DestinationInput, SecretInput } from '@understudy/model';
import {
  DestinationCatalogue,
  DestinationSettings,
  KnownDestinationEntry,
  placeOf,
  withoutSecret,
} from '../../catalogue/DestinationCatalogue';
import { refuseNested } from '../../catalogue/nestedPrefix';
import type { NetworkRules } from '../../catalogue/network';
import type { SecretVault } from '../../secrets/SecretVault';
import { secretNeeded } from '../versioned';

interface Options {
  destinations: DestinationCatalogue;
  network: NetworkRules;
  vault: SecretVault;
  /** `s3Backup.credentials.ambient` */
  ambient: string[];
}

/** What must be right before a destination is stored or tried. @internal */
export class DestinationChecks {
  readonly #options: Options;

  static create(options: Options): DestinationChecks {
    return new DestinationChecks(options);
  }

  private constructor(options: Options) {
    this.#options = options;
  }

  /**
   * What may be stored of an input. Where it points elsewhere than before, a
   * kept secret is refused: it was meant for another place.
   */
  async check(
    input: DestinationInput,
    before?: KnownDestinationEntry,
  ): Promise<{
    settings: DestinationSettings;
    secret?: SecretInput;
    /** What was changed of what was pasted. */
    notices: string[];
  }> {
    const { destinations, network, ambient, vault } = this.#options;
    const settings = withoutSecret(input);
    const others = (await destinations.list()).map(each => each.settings);
    refuseNested(settings, others);
    await network.check(settings.endpoint);
    if (input.credentials.type === 'ambient') {
      if (!ambient.includes('default')) {
        throw new InputError(
          'Credentials of this machine are not offered: s3Backup.credentials.ambient does not list "default".',
        );
      }
      return { settings, notices: [] };
    }
    let secret: SecretInput = input.credentials.secretAccessKey;
    let notices: string[] = [];
    const kept = typeof secret === 'object' && 'set' in secret;
    if (kept) {
      if (!before || placeOf(before.settings) !== placeOf(settings)) {
        throw secretNeeded();
      }
    } else {
      const trimmed = trimCredentials({
        accessKeyId: input.credentials.accessKeyId,
        secretAccessKey: vault.resolve(secret),
      });
      notices = trimmed.notices;
      settings.credentials = { type: 'keys', accessKeyId: trimmed.accessKeyId };
      if (typeof secret === 'string') secret = trimmed.secretAccessKey;
    }
    return { settings, secret, notices };
  }
}
