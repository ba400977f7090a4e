import { useRef } from 'react';
import { Progress } from '@understudy/backstage-plugin-s3-backup-common';

const WINDOW = 10_000;
const AT_LEAST = 2000;

interface Sample {
  at: number;
  bytes: number;
}

/** Bytes a second over the last ten seconds; unknown before two have passed. */
export function rateOf(samples: Sample[]): number | undefined {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last || last.at - first.at < AT_LEAST) return undefined;
  const rate = ((last.bytes - first.bytes) / (last.at - first.at)) * 1000;
  return rate > 0 ? rate : undefined;
}

/** Remembers the progress of a run and measures its rate by the server's time. */
export function useRate(progress: Progress | null): number | undefined {
  const samples = useRef<Sample[]>([]);
  if (progress) {
    const at = Date.parse(progress.at);
    const last = samples.current.at(-1);
    if (!last || at > last.at) {
      // Another attempt begins at nothing again: older samples mislead.
      const same = !last || progress.bytesRead >= last.bytes;
      samples.current = [
        ...(same
          ? samples.current.filter(sample => at - sample.at <= WINDOW)
          : []),
        { at, bytes: progress.bytesRead },
      ];
    }
  }
  return progress ? rateOf(samples.current) : undefined;
}
