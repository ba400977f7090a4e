import { Bucket, FoundBackup, listBackups } from '@understudy/engine';
import { Manifest, UnderstudyError } from '@understudy/model';
import { Flags } from './options';
import { UsageError } from './usage';

/** A backup whose manifest could be read. */
export type ReadableBackup = FoundBackup & { id: string; manifest: Manifest };

export interface Listing {
  /** Newest first. */
  backups: ReadableBackup[];
  /** Found, but not to be read. */
  unreadable: FoundBackup[];
}

/** All backups that the flags ask for. */
export async function listAll(
  bucket: Bucket,
  flags: Pick<Flags, 'plan' | 'entity'>,
): Promise<Listing> {
  const listing: Listing = { backups: [], unreadable: [] };
  for await (const found of listBackups(bucket)) {
    const { id, manifest } = found;
    if (!manifest || id === null) {
      listing.unreadable.push(found);
      continue;
    }
    if (flags.plan && manifest.plan !== flags.plan) continue;
    if (flags.entity && manifest.entityRef !== flags.entity) continue;
    listing.backups.push({ ...found, id, manifest });
  }
  listing.backups.sort((one, other) =>
    one.manifest.finishedAt < other.manifest.finishedAt ? 1 : -1,
  );
  return listing;
}

/**
 * The one backup that is meant.
 * @throws UsageError where several are, `backup-gone` where none is
 */
export async function findBackup(
  bucket: Bucket,
  wanted: string,
  flags: Pick<Flags, 'plan' | 'entity'>,
): Promise<ReadableBackup> {
  const { backups, unreadable } = await listAll(bucket, flags);
  const gone = () =>
    new UnderstudyError(
      'backup-gone',
      { key: wanted },
      {
        hint: 'See "understudy list", and check --bucket, --prefix, --plan and --entity.',
      },
    );
  if (wanted === 'latest') {
    const alive = backups.filter(backup => !backup.deleting);
    const plans = new Set(
      alive.map(
        ({ manifest }) => `${manifest.entityRef ?? ''} ${manifest.plan}`,
      ),
    );
    if (plans.size > 1) {
      throw new UsageError(
        `the latest of which plan? Say --plan (and --entity): ${[...plans]
          .map(plan => plan.trim())
          .join(', ')}`,
      );
    }
    if (alive.length === 0) throw gone();
    return alive[0];
  }
  const broken = unreadable.find(found => isMeant(found, wanted));
  if (broken?.problem) throw UnderstudyError.fromProblem(broken.problem);
  const meant = backups.filter(found => isMeant(found, wanted));
  if (meant.length > 1) {
    throw new UsageError(`${wanted} begins the ids of ${meant.length} backups`);
  }
  if (meant.length === 0) throw gone();
  return meant[0];
}

function isMeant(found: FoundBackup, wanted: string): boolean {
  const folder = wanted.replace(/\/(manifest\.json)?$/, '');
  if (found.folder === folder || found.manifestKey === wanted) return true;
  return wanted.length >= 6 && found.id?.startsWith(wanted) === true;
}
