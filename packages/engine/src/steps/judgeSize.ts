/** Sizes of a finished attempt, and what is usual. */
export interface SizesToJudge {
  artifacts: Array<{ name: string; plainBytes: number; minBytes: number }>;
  storedBytes: number;
  /** Stored sizes of the last good backups, newest first. */
  usualBytes: number[];
  /** The plan's own; an explicit 0 lets an empty source pass. */
  minimumBytes?: number;
}

/** Why an attempt is not believed, as the error that will say so. */
export interface Doubt {
  code: 'source-empty' | 'suspicious';
  details: Record<string, unknown>;
}

/** From the third backup on there is something to compare with. */
const ENOUGH = 2;

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1
    ? sorted[Math.floor(middle)]
    : Math.floor((sorted[middle - 1] + sorted[middle]) / 2);
}

/**
 * Whether an attempt that seems to have gone well may be believed: `undefined`,
 * `source-empty` (nothing to keep), or `suspicious` (kept for somebody to
 * look). Pure.
 */
export function judgeSize(sizes: SizesToJudge): Doubt | undefined {
  const { artifacts, storedBytes, minimumBytes } = sizes;
  const plainBytes = artifacts.reduce((sum, { plainBytes: n }) => sum + n, 0);
  const names = artifacts.map(({ name }) => name);
  if (plainBytes === 0 && minimumBytes !== 0) {
    return {
      code: 'source-empty',
      details: { bytes: 0, artifact: names, minimum: minimumBytes ?? 1 },
    };
  }
  for (const { name, plainBytes: bytes, minBytes } of artifacts) {
    if (bytes >= minBytes) continue;
    if (bytes === 0) {
      const details = { bytes, artifact: name, minimum: minBytes };
      return { code: 'source-empty', details };
    }
    return tooSmall(bytes, minBytes, 'minimum of the source');
  }
  if (plainBytes < (minimumBytes ?? 0)) {
    return tooSmall(plainBytes, minimumBytes!, 'minimum of the plan');
  }
  const usual = sizes.usualBytes.slice(0, 5);
  if (usual.length >= ENOUGH && storedBytes < 0.5 * median(usual)) {
    return tooSmall(storedBytes, median(usual), 'median of the last good ones');
  }
  return undefined;
}

function tooSmall(size: number, usual: number, by: string): Doubt {
  return { code: 'suspicious', details: { size, usual, by } };
}
