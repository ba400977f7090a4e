const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/**
 * A number of bytes with three significant digits in IEC units, e.g.
 * `38.1 MiB`. Never four digits before the point.
 */
export function formatBytes(bytes: number, locale = 'en-GB'): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits =
    unit === 0
      ? { maximumFractionDigits: 0 }
      : { minimumSignificantDigits: 3, maximumSignificantDigits: 3 };
  return `${new Intl.NumberFormat(locale, digits).format(value)} ${
    UNITS[unit]
  }`;
}

/** The exact count, grouped, for tooltips: `39,951,234 bytes`. */
export function formatCount(count: number, locale = 'en-GB'): string {
  return new Intl.NumberFormat(locale).format(count);
}

/**
 * By how much packing made it smaller, e.g. `5.6×`; nothing where either side
 * is unknown or empty.
 */
export function formatRatio(
  plain: number | null,
  stored: number | null,
  locale = 'en-GB',
): string | undefined {
  if (!plain || !stored) return undefined;
  const ratio = new Intl.NumberFormat(locale, {
    maximumSignificantDigits: 2,
  }).format(plain / stored);
  return `${ratio}×`;
}
