import {
  SimulatedDay,
  Simulation,
} from '@understudy/backstage-plugin-s3-backup-common';

/** One cell: a day, and what it has. */
export interface CalendarCell {
  date: string;
  day: SimulatedDay | undefined;
}

const DAY = 86_400_000;

const dateOf = (at: number) => new Date(at).toISOString().slice(0, 10);

/** All days of the calendar, Monday first, seven a week, oldest first. */
export function cellsOf(value: Simulation): CalendarCell[] {
  const days = new Map(value.days.map(day => [day.date, day]));
  const cells: CalendarCell[] = [];
  const end = Date.parse(`${value.to}T00:00:00Z`);
  for (let at = Date.parse(`${value.from}T00:00:00Z`); at <= end; at += DAY) {
    const date = dateOf(at);
    cells.push({ date, day: days.get(date) });
  }
  return cells;
}

/** By how many days a key moves; `start` and `end` are those of the week. */
const STEPS: Record<string, number> = {
  ArrowUp: -1,
  ArrowDown: 1,
  ArrowLeft: -7,
  ArrowRight: 7,
  PageUp: -28,
  PageDown: 28,
};

/** Where a key leads to from a cell; undefined for other keys. */
export function moveBy(
  key: string,
  from: number,
  count: number,
): number | undefined {
  let to: number;
  if (key === 'Home') to = from - (from % 7);
  else if (key === 'End') to = from - (from % 7) + 6;
  else if (key in STEPS) to = from + STEPS[key];
  else return undefined;
  return Math.min(count - 1, Math.max(0, to));
}
