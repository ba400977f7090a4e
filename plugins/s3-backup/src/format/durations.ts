const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `< 1 s`, `4.2 s`, `42 s`, `3 min 12 s`, `1 h 04 min`, `2 d 3 h`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < SECOND) return '< 1 s';
  if (milliseconds < 10 * SECOND) {
    const tenths = Math.floor(milliseconds / 100);
    return `${tenths / 10} s`;
  }
  const whole = Math.floor(milliseconds / SECOND) * SECOND;
  if (whole < MINUTE) return `${whole / SECOND} s`;
  if (whole < HOUR) {
    const seconds = (whole % MINUTE) / SECOND;
    const minutes = Math.floor(whole / MINUTE);
    return seconds ? `${minutes} min ${seconds} s` : `${minutes} min`;
  }
  if (whole < DAY) {
    const minutes = Math.floor((whole % HOUR) / MINUTE);
    return `${Math.floor(whole / HOUR)} h ${String(minutes).padStart(
      2,
      '0',
    )} min`;
  }
  const hours = Math.floor((whole % DAY) / HOUR);
  const days = Math.floor(whole / DAY);
  return hours ? `${days} d ${hours} h` : `${days} d`;
}

/**
 * An age in one unit, for relative times: `12 min`, `7 h`, `3 d`. Nothing
 * under 45 seconds, which reads *just now*.
 */
export function formatAge(milliseconds: number): string | undefined {
  const size = Math.abs(milliseconds);
  if (size < 45 * SECOND) return undefined;
  if (size < 59.5 * MINUTE) {
    return `${Math.max(1, Math.round(size / MINUTE))} min`;
  }
  if (size < 47.5 * HOUR) return `${Math.round(size / HOUR)} h`;
  return `${Math.round(size / DAY)} d`;
}

/** Milliseconds between two instants, or undefined where one is missing. */
export function between(
  from: string | null | undefined,
  to: string | number | null | undefined,
): number | undefined {
  if (!from || !to) return undefined;
  const end = typeof to === 'number' ? to : Date.parse(to);
  return Math.max(0, end - Date.parse(from));
}
