import { ManifestArtifact, UnderstudyError } from '@understudy/model';
import type { CopyBackupOrder } from '../copyBackup';
import { attemptFolder } from '../manifest/files';
import type { IntentWriter } from '../manifest/intent';
import { objectName } from '../manifest/restoreLine';
import { copyObject, copyOnStore } from '../storage';
import { sameStore } from '../storage/copyOnStore';
import { ensureLocked } from '../storage/ensureLocked';
import { keptAs, ObjectLock } from '../storage/keptAs';

/** A copy that is under way. */
export interface CopyOrder {
  order: CopyBackupOrder;
  /** Folder of the copy's run below the prefix. */
  folder: string;
  attempt: number;
  plan: { name: string; entityRef: string | null };
  intent: IntentWriter;
  lock: ObjectLock | undefined;
}

/**
 * Copies one artifact. Where one store holds both it is asked to; keys that
 * may write here and not read there, or a store that cannot, cost the way
 * through this machine and no more.
 */
export async function copyArtifact(
  artifact: ManifestArtifact,
  copying: CopyOrder,
  onProgress: (bytes: number) => void,
): Promise<ManifestArtifact> {
  const { order, folder, attempt, plan, intent, lock } = copying;
  const { from, to, signal, limits } = order;
  const name = objectName(artifact.name, artifact.pack);
  const key = `${attemptFolder(attempt)}/${name}`;
  await intent.expect(key, signal);
  const { entityRef } = plan;
  const of = { plan: plan.name, entityRef, lock };
  const common = {
    from: {
      bucket: from.bucket,
      key: from.bucket.key(`${from.folder}/${artifact.key}`),
    },
    to: { bucket: to.bucket, key: to.bucket.key(`${folder}/${key}`) },
    contentType: 'application/octet-stream',
    how: keptAs(to.bucket, 'artifact', of),
    signal,
    onProgress,
  };
  const { bytes, sha256, crc32 } = artifact.stored;
  const streamed = () => copyObject({ ...common, bytes, sha256 });
  const byStore = () =>
    copyOnStore({
      ...common,
      expect: { bytes, sha256, crc32, etag: artifact.etag },
      limits,
      onUploadId: id => intent.uploading(key, id, signal),
    });
  const copied = sameStore(from.bucket, to.bucket)
    ? await byStore().catch(error => {
        const { code, message } = UnderstudyError.from(error);
        if (signal.aborted || code === 's3-corrupt') throw error;
        order.log('info', `Not copied by the store: ${message}`);
        return streamed();
      })
    : await streamed();
  const { etag, versionId } = copied;
  if (lock) {
    const object = { key: common.to.key, versionId, lock };
    await ensureLocked(to.bucket, object, signal);
  }
  order.log('info', `${artifact.name}: ${bytes} bytes copied.`);
  return { ...artifact, key, etag, versionId };
}
