import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Appends a row of figures to `test/results/bench.jsonl` and prints it. */
export function recordFigures(
  bench: string,
  figures: Record<string, string | number>,
): void {
  const rounded = Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [
      name,
      typeof value === 'number' ? Math.round(value * 100) / 100 : value,
    ]),
  );
  const results = join(__dirname, '../../results');
  mkdirSync(results, { recursive: true });
  appendFileSync(
    join(results, 'bench.jsonl'),
    `${JSON.stringify({ bench, at: new Date().toISOString(), ...rounded })}\n`,
  );
  process.stdout.write(`${bench}: ${JSON.stringify(rounded)}\n`);
}
