import { Manifest, ManifestArtifact, Problem } from '@understudy/model';
import type { BackUpResult } from '../backUpOrder';
import { backupId } from '../manifest/backupId';
import { MANIFEST_FILE } from '../manifest/files';
import type { Deliveries } from './Deliveries';

/** What an attempt achieved; one destination at least has a manifest. */
export function resultOf(deliveries: Deliveries, folder: string): BackUpResult {
  const { every } = deliveries;
  const { manifest } = every.find(each => each.manifest)!;
  const { counts, gaps, gapsTotal, artifacts } = manifest!;
  return {
    bytesRead: sum(artifacts, ({ plain }) => plain.bytes),
    destinations: every.map(each => ({
      name: each.bucket.name,
      backup: each.manifest ? backupOf(each.manifest, folder) : null,
      problem: each.manifest ? null : problemOf(each.error),
    })),
    counts,
    gaps,
    gapsTotal,
  };
}

function problemOf(
  error: { toProblem(): Problem } | undefined,
): Problem | null {
  return error?.toProblem() ?? null;
}

function backupOf(manifest: Manifest, folder: string) {
  const manifestKey = `${folder}/${MANIFEST_FILE}`;
  return {
    id: backupId(manifest.owner, manifestKey),
    folder,
    manifestKey,
    manifest,
    bytesStored: sum(manifest.artifacts, ({ stored }) => stored.bytes),
  };
}

function sum(
  artifacts: ManifestArtifact[],
  of: (artifact: ManifestArtifact) => number,
): number {
  return artifacts.reduce((total, artifact) => total + of(artifact), 0);
}
