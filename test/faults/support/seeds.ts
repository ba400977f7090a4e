/** Whether everything is to be repeated with more seeds. */
export const LONG = process.env.UNDERSTUDY_LONG === '1';

/**
 * Seeds of a repeated test, printed by their names: one may be given again by
 * UNDERSTUDY_SEED.
 */
export function seeds(short: number, long: number): number[] {
  const given = Number(process.env.UNDERSTUDY_SEED);
  if (given) return [given];
  const first = Math.floor(Math.random() * 1_000_000);
  return Array.from({ length: LONG ? long : short }, (_, n) => first + n);
}

/** Small and seeded, so that what it led to can be seen again. */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
