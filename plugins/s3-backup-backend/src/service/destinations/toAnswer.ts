import type { Destination } from '@understudy/model';
import type {
  DestinationCatalogue,
  KnownDestinationEntry,
} from '../../catalogue/DestinationCatalogue';
import type { BackupStore } from '../../database/backups/BackupStore';
import { healthOf } from './health';

/**
 * What the API says of a destination: of its secret, that it is set.
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
  const [facts, state, totals] = await Promise.all([
    destinations.facts(entry),
    destinations.secretState(entry),
    backups.totals('destination'),
  ]);
  return {
    name: settings.name,
    title: settings.title ?? null,
    bucket: settings.bucket,
    prefix: settings.prefix,
    region: settings.region ?? null,
    endpoint: settings.endpoint ?? null,
    forcePathStyle: settings.forcePathStyle ?? Boolean(settings.endpoint),
    credentials:
      settings.credentials.type === 'keys'
        ? {
            type: 'keys',
            accessKeyId: settings.credentials.accessKeyId,
            secretAccessKey: {
              set: true,
              updatedAt: state?.updatedAt ?? null,
            },
          }
        : { type: 'ambient' },
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
