import type { ManifestArtifact } from '@understudy/model';
import type { ReadProgress } from '../progress';

/**
 * Progress over several artifacts that are read one after another: told the
 * bytes of the one being read, it tells those of all.
 */
export function progressOf(
  artifacts: ManifestArtifact[],
  tell: ((progress: ReadProgress) => void) | undefined,
): { onProgress(bytes: number): void; done(artifact: ManifestArtifact): void } {
  const bytesTotal = artifacts.reduce(
    (sum, { stored }) => sum + stored.bytes,
    0,
  );
  let before = 0;
  return {
    onProgress(bytes) {
      const bytesRead = before + bytes;
      tell?.({ bytesRead, bytesTotal, bytesStored: bytesRead });
    },
    done({ stored }) {
      before += stored.bytes;
    },
  };
}
