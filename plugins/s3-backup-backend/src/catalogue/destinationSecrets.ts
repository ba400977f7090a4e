import {
  DESTINATION_SECRETS,
  DestinationConnection,
  destinationConnectionSchema,
  DestinationInput,
  SecretInput,
  SecretState,
  UnderstudyError,
} from '@understudy/model';
import type { BackupConfig } from '../config';
import { externalIdOf } from './externalId';
import { refusePlace } from './placeRules';
import { putSecrets, takeSecrets } from '../secrets/secretOptions';

/**
 * A destination as it is stored: in the place of each secret stands that it is
 * set, and the vault holds it.
 * @internal
 */
export type DestinationSettings = DestinationInput;

const KEPT: SecretState = { set: true, updatedAt: null };

/** Where the vault keeps a secret of a destination. @internal */
export const secretPlace = (name: string, path: string) => ({
  table: 'destinations',
  row: name,
  field: path.replace(/^credentials\./, ''),
});

/** Paths of the secrets that a destination has. @internal */
export function secretsIn(settings: DestinationSettings): string[] {
  return [...takeSecrets(settings, [...DESTINATION_SECRETS]).secrets.keys()];
}

/** Takes the secrets of an input apart from what may be stored in the open. @internal */
export function splitSecrets(input: DestinationInput): {
  settings: DestinationSettings;
  secrets: Map<string, SecretInput>;
} {
  const { open, secrets } = takeSecrets(input, [...DESTINATION_SECRETS]);
  const kept = new Map([...secrets.keys()].map(path => [path, KEPT]));
  return { settings: putSecrets(open, kept) as DestinationSettings, secrets };
}

/** @internal */
export function isKept(secret: SecretInput): secret is SecretState {
  return typeof secret === 'object' && 'set' in secret;
}

/** What a portal adds to a destination. @internal */
export interface ThisPortal {
  instance: string;
  network: BackupConfig['network'];
  /** Where data may be kept; null: everywhere. */
  allowedRegions: string[] | null;
}

/** Where a destination may have credentials. @internal */
export const HOLDERS = [
  'credentials',
  'pruneCredentials',
  'restoreCredentials',
] as const;

/** Roles get their external id. */
function withExternalId(
  settings: DestinationSettings,
  externalId: string,
): Partial<DestinationConnection> {
  return Object.fromEntries(
    HOLDERS.flatMap(holder => {
      const own = settings[holder];
      return own?.type === 'assume-role'
        ? [[holder, { ...own, externalId }]]
        : [];
    }),
  );
}

/**
 * What the engine gets: settings with their secrets in the open.
 * @throws UnderstudyError where a secret is missing, or is not what it must be
 * @internal
 */
export function toConnection(
  settings: DestinationSettings,
  secrets: ReadonlyMap<string, string | undefined>,
  portal: ThisPortal,
): DestinationConnection {
  refusePlace(settings, portal.allowedRegions);
  const { title: _title, ...options } = settings;
  const externalId = externalIdOf(portal.instance, settings.name);
  const rest = {
    ...options,
    ...withExternalId(settings, externalId),
    network: portal.network,
  };
  const missing = [...secrets].find(([, value]) => value === undefined);
  if (missing) {
    throw new UnderstudyError('credentials-missing', {
      tried: `destination ${settings.name}`,
      reason: `its ${missing[0]} is not set`,
    });
  }
  const parsed = destinationConnectionSchema.safeParse(
    putSecrets(rest, new Map(secrets)),
  );
  if (parsed.success) return parsed.data;
  // Values are not repeated: they may be secrets.
  const [issue] = parsed.error.issues;
  throw new UnderstudyError('options-invalid', {
    what: `${issue.path.join('.')} ${issue.message}`,
  });
}
