/** A duration as a sentence has it: `10 min`, `24 h`, `1.5 s`. @internal */
export function inWords(milliseconds: number): string {
  if (milliseconds >= 3_600_000) return `${round(milliseconds / 3_600_000)} h`;
  if (milliseconds >= 60_000) return `${round(milliseconds / 60_000)} min`;
  return `${round(milliseconds / 1_000)} s`;
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}
