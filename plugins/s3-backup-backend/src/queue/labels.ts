/** Of one worker; each set of them that a plan may ask for is looked at. */
export const MAX_LABELS = 6;

/**
 * Labels as a row keeps them: sorted, one text, empty for *any worker*.
 * @internal
 */
export function labelsKey(labels: readonly string[]): string {
  return [...new Set(labels)].sort().join(',');
}

/**
 * Every set of labels that a worker with these labels may serve, as rows keep
 * them, the most particular first. Without labels: what any worker may do.
 * @internal
 */
export function servableKeys(labels: readonly string[]): string[] {
  const own = [...new Set(labels)].sort();
  const sets: string[][] = [[]];
  for (const label of own) {
    sets.push(...sets.map(set => [...set, label]));
  }
  return sets.sort((a, b) => b.length - a.length).map(set => labelsKey(set));
}
