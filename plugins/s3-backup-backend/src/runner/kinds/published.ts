import { backupId, headObject, readBackup } from '@understudy/engine';
import type { Bucket } from '@understudy/engine';
import type { Problem } from '@understudy/model';
import { UnderstudyError } from '@understudy/model';
import type { Published, ResultInput } from '../messages';

/** A destination that has no backup of a run, and why. @internal */
export interface Missing {
  destination: string;
  problem: Problem | null;
}

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
      destination: bucket.name,
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

/**
 * What a run with these backups achieved: one at least. Where a destination
 * lacks it, or the source had gaps, it is partial; the first error is named.
 * @internal
 */
export function resultOf(
  published: Published[],
  more: Partial<ResultInput> & { missing?: Missing[] } = {},
): ResultInput {
  const { missing = [], ...rest } = more;
  const [{ manifest }] = published;
  const sum = (of: 'plain' | 'stored') =>
    manifest.artifacts.reduce((total, one) => total + one[of].bytes, 0);
  const whole = manifest.complete && missing.length === 0;
  return {
    outcome: whole ? 'succeeded' : 'partial',
    bytesRead: sum('plain'),
    bytesStored: sum('stored'),
    published,
    problem: missing.find(({ problem }) => problem)?.problem ?? null,
    ...rest,
    details: {
      ...rest.details,
      ...(manifest.complete ? {} : { gaps: manifest.gapsTotal }),
      ...(missing.length > 0 ? { missing } : {}),
    },
  };
}
