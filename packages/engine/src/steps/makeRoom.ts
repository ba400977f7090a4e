import type { CopyBackupOrder } from '../copyBackup';
import { attemptFolder, intentFile } from '../manifest/files';
import { readIntent } from '../manifest/intent';
import { listObjects } from '../storage';
import { sweepAttempt } from '../sweepAttempt';

/**
 * Sweeps what earlier attempts of the same copy left, and finds a number for
 * this one that neither they nor the attempts of the backup's own run had.
 */
export async function makeRoom(
  order: CopyBackupOrder,
  folder: string,
  madeBy: number,
): Promise<number> {
  const { to, run: by, signal } = order;
  let highest = madeBy;
  const prefix = to.bucket.key(`${folder}/`);
  for await (const entry of listObjects(to.bucket, { prefix, signal })) {
    if (!('key' in entry)) continue;
    const rest = entry.key.slice(prefix.length);
    const n = Number(/^a([1-9]\d*)\//.exec(rest)?.[1] ?? 0);
    highest = Math.max(highest, n);
    if (rest !== intentFile(n)) continue;
    const intent = await readIntent(to.bucket, folder, n);
    if (intent?.copiedBy?.runId !== by.id) continue;
    await sweepAttempt(to.bucket, {
      folder,
      attempt: n,
      intent,
      log: order.log,
    });
    order.log(
      'info',
      `Swept ${folder}/${attemptFolder(n)}, which was begun before.`,
    );
  }
  return highest + 1;
}
