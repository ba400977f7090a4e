import { InputError } from '@backstage/errors';
import type {
  SimpleSettings,
  simpleSettingsInputSchema,
} from '@understudy/backstage-plugin-s3-backup-common';
import { makeIdentity, trimCredentials } from '@understudy/engine';
import {
  bucketSchema,
  DestinationInput,
  destinationInputSchema,
  Encryption,
  planInputSchema,
  PlanSettings,
  Schedule,
  SecretInput,
  UnderstudyError,
} from '@understudy/model';
import type { z } from 'zod';
import {
  DestinationCatalogue,
  placeOf,
} from '../../catalogue/DestinationCatalogue';
import { isKept, splitSecrets } from '../../catalogue/destinationSecrets';
import type { KeyCatalogue } from '../../catalogue/KeyCatalogue';
import { refuseNested } from '../../catalogue/nestedPrefix';
import type { NetworkRules } from '../../catalogue/network';
import { refusePlace } from '../../catalogue/placeRules';
import type { PlanCatalogue } from '../../catalogue/PlanCatalogue';
import type { SecretVault } from '../../secrets/SecretVault';
import { secretNeeded } from '../versioned';
import { scheduleOf } from './frequency';

/** What the classic form sends. @internal */
export type SimpleInput = z.output<typeof simpleSettingsInputSchema>;

/** Names of the things the classic form is a view of. @internal */
export const DESTINATION = 'main';
/** @internal */
export const PLAN = 'portal';
const KEY = 'main';

interface Options {
  destinations: DestinationCatalogue;
  plans: PlanCatalogue;
  keys: KeyCatalogue;
  vault: SecretVault;
  network: NetworkRules;
}

/**
 * Makes a destination, a key and a plan of what the classic form holds, and
 * the other way round. Writes nothing.
 * @internal
 */
export class SimpleParts {
  readonly #options: Options;

  static create(options: Options): SimpleParts {
    return new SimpleParts(options);
  }

  private constructor(options: Options) {
    this.#options = options;
  }

  async encryption(
    encryption: Encryption,
  ): Promise<SimpleSettings['encryption']> {
    if (encryption.type === 'clear') return { type: 'clear' };
    const known = await this.#options.keys.list();
    const [name] = encryption.keys;
    const key = known.find(each => each.name === name);
    if (key && encryption.keys.length === 1 && !encryption.recipients.length) {
      return {
        type: 'made',
        key: key.name,
        recipient: key.recipient,
        confirmed: key.fromConfig !== null || key.confirmedAt !== null,
      };
    }
    return {
      type: 'recipients',
      recipients: [
        ...encryption.keys.flatMap(
          each => known.find(one => one.name === each)?.recipient ?? [],
        ),
        ...encryption.recipients,
      ],
    };
  }

  /** Null where configuration owns it. */
  async destination(
    input: SimpleInput,
    notices: string[],
  ): Promise<DestinationInput | null> {
    const { destinations, network, vault } = this.#options;
    const before = await destinations.get(DESTINATION);
    if (before?.fromConfig) return null;
    if (!bucketSchema.safeParse(input.bucket).success) {
      throw new InputError(
        'bucket is not a bucket name: 3–63 lower-case letters, digits, dots and dashes',
      );
    }
    let { accessKeyId } = input;
    let secretAccessKey: SecretInput = input.secretAccessKey;
    if (typeof secretAccessKey === 'string') {
      const trimmed = trimCredentials({ accessKeyId, secretAccessKey });
      ({ accessKeyId, secretAccessKey } = trimmed);
      notices.push(...trimmed.notices);
      if (!vault.available) throw new UnderstudyError('secret-key-missing');
    }
    const parsed = destinationInputSchema.safeParse({
      // What the classic form has no field for stays as it is.
      ...before?.settings,
      name: DESTINATION,
      bucket: input.bucket,
      prefix: input.prefix,
      region: input.region || undefined,
      endpoint: input.endpoint || undefined,
      credentials: { type: 'keys', accessKeyId, secretAccessKey },
    });
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw new InputError(`${issue.path.join('.')} ${issue.message}`);
    }
    const { settings, secrets } = splitSecrets(parsed.data);
    const kept = [...secrets.values()].some(isKept);
    if (kept && (!before || placeOf(before.settings) !== placeOf(settings))) {
      throw secretNeeded();
    }
    refuseNested(
      settings,
      (await destinations.list()).map(each => each.settings),
    );
    refusePlace(settings, (await destinations.portal()).allowedRegions);
    await network.checkAll(settings);
    return parsed.data;
  }

  async makeKey() {
    const { keys, vault } = this.#options;
    if (!vault.available) throw new UnderstudyError('secret-key-missing');
    const names = new Set((await keys.list()).map(({ name }) => name));
    let name = KEY;
    for (let n = 2; names.has(name); n += 1) name = `${KEY}-${n}`;
    return { name, ...(await makeIdentity()) };
  }

  /** Null where configuration owns it. */
  async plan(
    input: SimpleInput,
    madeKey: string | undefined,
  ): Promise<PlanSettings | null> {
    const { plans } = this.#options;
    const before = await plans.entry(PLAN);
    if (before?.plan.fromConfig) return null;
    const chosen = input.encryption;
    let encryption: Encryption | undefined;
    if (madeKey) {
      encryption = { type: 'age', keys: [madeKey], recipients: [] };
    } else if (chosen.type === 'clear') {
      encryption = { type: 'clear' };
    } else if (chosen.type === 'recipients') {
      encryption = { type: 'age', keys: [], recipients: chosen.recipients };
    } else {
      encryption = before?.settings.encryption;
      if (!encryption) {
        throw new UnderstudyError('recipients-missing', {
          what: 'There is no earlier encryption to keep.',
        });
      }
    }
    const schedule: Schedule =
      input.frequency === 'custom'
        ? before?.plan.schedule ?? scheduleOf('daily')
        : scheduleOf(input.frequency, before?.plan.schedule);
    if (before) return { ...before.settings, schedule, encryption };
    return planInputSchema.parse({
      name: PLAN,
      title: 'This portal',
      source: { type: 'portal' },
      destinations: [DESTINATION],
      encryption,
      schedule,
    });
  }
}
