/**
 * Names of what a run makes on a server for a while: whoever sweeps finds it
 * by the run's id.
 */
export function scratchPrefix(
  what: 'drill' | 'restore',
  runId: string,
): string {
  return `understudy_${what}_${runId.replaceAll('-', '')}_`;
}
