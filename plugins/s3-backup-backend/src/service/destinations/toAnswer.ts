import { Destination, pathStyleOf, SecretState } from '@understudy/model';
import type {
  DestinationCatalogue,
  KnownDestinationEntry,
} from '../../catalogue/DestinationCatalogue';
import {
  DestinationSettings,
  HOLDERS,
} from '../../catalogue/destinationSecrets';
import { externalIdOf } from '../../catalogue/externalId';
import type { BackupStore } from '../../database/backups/BackupStore';
import { putSecrets } from '../../secrets/secretOptions';
import { healthOf } from './health';

/** Options that may hold secrets. */
type Holding = (typeof HOLDERS)[number] | 'store' | 'transfer';

/** The options that hold secrets, with what may be said of those. */
function withStates(
  settings: DestinationSettings,
  states: Map<string, SecretState>,
): Pick<Destination, Holding> {
  const { credentials, pruneCredentials, restoreCredentials } = settings;
  const { store, transfer } = settings;
  return putSecrets(
    { credentials, pruneCredentials, restoreCredentials, store, transfer },
    states,
  ) as Pick<Destination, Holding>;
}

function assumesRole(settings: DestinationSettings): boolean {
  return HOLDERS.some(holder => settings[holder]?.type === 'assume-role');
}

/**
 * What the API says of a destination: of its secrets, that they are set.
 * @internal
 */
export async function toAnswer(
  entry: KnownDestinationEntry,
  usedBy: string[],
  {
    destinations,
    backups,
  }: { destinations: DestinationCatalogue; backups: BackupStore },
): Promise<Destination> {
  const { settings } = entry;
  const [facts, states, totals, { instance }] = await Promise.all([
    destinations.facts(entry),
    destinations.secretStates(entry),
    backups.totals('destination'),
    destinations.portal(),
  ]);
  return {
    name: settings.name,
    title: settings.title ?? null,
    bucket: settings.bucket,
    prefix: settings.prefix,
    region: settings.region ?? null,
    endpoint: settings.endpoint ?? null,
    forcePathStyle: settings.forcePathStyle ?? pathStyleOf(settings),
    provider: settings.provider,
    failoverEndpoints: settings.failoverEndpoints,
    allowPlainHttp: settings.allowPlainHttp,
    dualStack: settings.dualStack,
    fips: settings.fips,
    accelerate: settings.accelerate,
    appendOnly: settings.appendOnly,
    expectedBucketOwner: settings.expectedBucketOwner,
    ...withStates(settings, states),
    ...(assumesRole(settings)
      ? { externalId: externalIdOf(instance, settings.name) }
      : {}),
    fromConfig: entry.fromConfig,
    shadowed: entry.shadowed,
    health: healthOf(facts),
    checkedAt: facts.checkUp?.at ?? null,
    profile: facts.profile,
    usedBy,
    stored: totals.get(settings.name) ?? { backups: 0, bytes: 0 },
    updatedAt: entry.updatedAt,
    updatedBy: entry.updatedBy,
  };
}
