import { backupId, headObject, readBackup } from '@understudy/engine';
import type { Bucket } from '@understudy/engine';
import { UnderstudyError } from '@understudy/model';
import type { Published, ResultInput } from '../messages';

/**
 * The backup that stands in a run's folder, whichever attempt published it;
 * undefined where there is no manifest. The bucket is the truth: an attempt
 * may have died between its manifest and its report.
 * @internal
 */
export async function findPublished(
  bucket: Bucket,
  folder: string,
): Promise<Published | undefined> {
  try {
    const { manifest, deleting } = await readBackup(bucket, folder);
    if (deleting) return undefined;
    for (const { key } of manifest.artifacts) {
      // A frozen attempt may publish what was swept meanwhile; it withdraws
      // such a manifest itself when it looks.
      const found = await headObject(bucket, bucket.key(`${folder}/${key}`));
      if (!found) return undefined;
    }
    const manifestKey = `${folder}/manifest.json`;
    return {
      id: backupId(manifest.owner, manifestKey),
      folder,
      manifestKey,
      manifest,
    };
  } catch (error) {
    if (error instanceof UnderstudyError && error.code === 'backup-gone') {
      return undefined;
    }
    throw error;
  }
}

/** What a run with this backup achieved. @internal */
export function resultOf(
  published: Published,
  more: Partial<ResultInput> = {},
): ResultInput {
  const { manifest } = published;
  const sum = (of: 'plain' | 'stored') =>
    manifest.artifacts.reduce((total, one) => total + one[of].bytes, 0);
  return {
    outcome: manifest.complete ? 'succeeded' : 'partial',
    bytesRead: sum('plain'),
    bytesStored: sum('stored'),
    published: [published],
    ...more,
    details: {
      ...more.details,
      ...(manifest.complete ? {} : { gaps: manifest.gapsTotal }),
    },
  };
}
