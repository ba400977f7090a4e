import { Console } from '../console';
import { ReadableBackup, listAll } from '../findBackup';
import { instant, plain, size, stateOf, table } from '../format';
import { Flags } from '../options';
import { openPlace } from '../place';

const storedBytes = ({ manifest }: ReadableBackup) =>
  manifest.artifacts.reduce((sum, { stored }) => sum + stored.bytes, 0);

/** `understudy list`: exit code 1 where a manifest could not be read. */
export async function list(flags: Flags, console: Console): Promise<number> {
  const bucket = await openPlace(flags, console);
  try {
    const { backups, unreadable } = await listAll(bucket, flags);
    if (flags.json) {
      const items = backups.map(backup => ({
        id: backup.id,
        plan: backup.manifest.plan,
        entityRef: backup.manifest.entityRef,
        slot: backup.manifest.slot,
        finishedAt: backup.manifest.finishedAt,
        complete: backup.manifest.complete,
        bytes: storedBytes(backup),
        manifestKey: backup.manifestKey,
        ...(backup.deleting ? { deleting: true } : {}),
      }));
      console.out(`${JSON.stringify({ items }, null, 2)}\n`);
    } else if (backups.length === 0) {
      console.err('No backups here.\n');
    } else {
      console.out(
        table([
          ['ID', 'TAKEN', 'PLAN', 'ENTITY', 'STORED', 'STATE'],
          ...backups.map(backup => [
            backup.id.slice(0, 12),
            instant(backup.manifest.finishedAt),
            backup.manifest.plan,
            plain(backup.manifest.entityRef ?? '(portal)'),
            size(storedBytes(backup)),
            stateOf(backup.manifest, backup.deleting),
          ]),
        ]),
      );
    }
    for (const { problem, manifestKey } of unreadable) {
      console.err(
        `${plain(`${problem?.title}: ${problem?.message ?? manifestKey}`)}\n`,
      );
    }
    return unreadable.length > 0 ? 1 : 0;
  } finally {
    bucket.close();
  }
}
