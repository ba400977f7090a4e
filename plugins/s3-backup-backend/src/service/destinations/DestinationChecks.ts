import { InputError } from '@backstage/errors';
import { trimCredentials } from '@understudy/engine';
import {
  AmbientSource,
  customerKeySchema,
  DestinationInput,
  proxySchema,
  SecretInput,
  UnderstudyError,
} from '@understudy/model';
import {
  DestinationCatalogue,
  KnownDestinationEntry,
  placeOf,
} from '../../catalogue/DestinationCatalogue';
import {
  DestinationSettings,
  HOLDERS,
  isKept,
  splitSecrets,
} from '../../catalogue/destinationSecrets';
import { refuseNested } from '../../catalogue/nestedPrefix';
import { refusePlace } from '../../catalogue/placeRules';
import type { NetworkRules } from '../../catalogue/network';
import type { SecretVault } from '../../secrets/SecretVault';
import { secretNeeded } from '../versioned';

const SHAPES = {
  'store.encryption.key': customerKeySchema,
  'transfer.proxy': proxySchema,
};

type Credentials = DestinationInput['credentials'];

/** What may be stored of a destination. @internal */
export interface CheckedDestination {
  settings: DestinationSettings;
  /** As they were entered, by their paths. */
  secrets: Map<string, SecretInput>;
  /** What was changed of what was pasted. */
  notices: string[];
}

interface Options {
  destinations: DestinationCatalogue;
  network: NetworkRules;
  vault: SecretVault;
  /** `s3Backup.credentials.ambient` */
  ambient: AmbientSource[];
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
   * What may be stored of an input. Where it points elsewhere than before,
   * kept secrets are refused: they were meant for another place.
   */
  async check(
    input: DestinationInput,
    before?: KnownDestinationEntry,
  ): Promise<CheckedDestination> {
    const { destinations, network } = this.#options;
    const { settings, secrets } = splitSecrets(input);
    const others = (await destinations.list()).map(each => each.settings);
    refuseNested(settings, others);
    refusePlace(settings, (await destinations.portal()).allowedRegions);
    await network.checkAll(settings);
    for (const holder of HOLDERS) this.#refuseAmbient(settings[holder]);
    const moved = !before || placeOf(before.settings) !== placeOf(settings);
    if (moved && [...secrets.values()].some(isKept)) throw secretNeeded();
    const notices = HOLDERS.flatMap(holder =>
      this.#trim(settings[holder], holder, secrets),
    );
    this.#checkShapes(secrets);
    return { settings, secrets, notices };
  }

  /** What the machine has is everybody's who may add a destination. */
  #refuseAmbient(credentials: Credentials | undefined): void {
    const used =
      credentials?.type === 'assume-role' ? credentials.base : credentials;
    if (used?.type !== 'ambient') return;
    const { source = 'default' } = used;
    const { ambient } = this.#options;
    if (ambient.includes('default') || ambient.includes(source)) return;
    throw new InputError(
      `Credentials of this machine are not offered: s3Backup.credentials.ambient does not list "${source}".`,
    );
  }

  /** Takes spaces off pasted keys; says what was changed. */
  #trim(
    credentials: Credentials | undefined,
    at: string,
    secrets: Map<string, SecretInput>,
  ): string[] {
    if (credentials?.type === 'assume-role') {
      return this.#trim(credentials.base, `${at}.base`, secrets);
    }
    const path = `${at}.secretAccessKey`;
    const secret = secrets.get(path);
    if (credentials?.type !== 'keys' || !secret || isKept(secret)) return [];
    const trimmed = trimCredentials({
      accessKeyId: credentials.accessKeyId,
      secretAccessKey: this.#options.vault.resolve(secret),
    });
    credentials.accessKeyId = trimmed.accessKeyId;
    if (typeof secret === 'string') {
      secrets.set(path, trimmed.secretAccessKey);
    }
    return trimmed.notices;
  }

  /** Secrets that have a shape; `secret()` itself takes any text. */
  #checkShapes(secrets: Map<string, SecretInput>): void {
    for (const [path, schema] of Object.entries(SHAPES)) {
      const secret = secrets.get(path);
      if (!secret || isKept(secret)) continue;
      const value = this.#options.vault.resolve(secret).trim();
      const checked = schema.safeParse(value);
      if (!checked.success) {
        const [{ message }] = checked.error.issues;
        const what = `${path} ${message}`;
        throw new UnderstudyError('options-invalid', { what });
      }
      if (typeof secret === 'string') secrets.set(path, value);
    }
  }
}
