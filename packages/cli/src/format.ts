import { Manifest } from '@understudy/model';

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** `3.4 MiB` */
export function size(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit]}`;
}

/** Columns as wide as they must be; the last one is not filled up. */
export function table(rows: string[][]): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, at) => {
      widths[at] = Math.max(widths[at] ?? 0, cell.length);
    });
  }
  return rows
    .map(row => row.map((cell, at) => cell.padEnd(widths[at])).join('  '))
    .map(line => `${line.trimEnd()}\n`)
    .join('');
}

/** `2026-11-21 02:00:00 UTC` */
export function instant(text: string): string {
  return `${text.slice(0, 10)} ${text.slice(11, 19)} UTC`;
}

/**
 * What came out of a bucket, for a terminal: without control characters,
 * which could make it show something else.
 */
export function plain(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '\ufffd');
}

/** How whole a backup is, in two words. */
export function stateOf(manifest: Manifest, deleting: boolean): string {
  if (deleting) return 'being deleted';
  return manifest.complete ? 'complete' : `${manifest.gapsTotal} gaps`;
}
