import type { Schedule } from '@understudy/model';
import type { SchedulePreview } from '@understudy/backstage-plugin-s3-backup-common';
import type { Start } from './startOf';
import { startOf } from './startOf';
import { nextStep, toInstant, toWall, writeWall } from './wallClock';
import { wallTimes } from './wallTimes';

/** One slot of a schedule. @internal */
export interface Slot {
  /** Milliseconds since 1970. */
  at: number;
  /** The clock jumps over the time asked for, or shows it twice. */
  note: 'gap' | 'overlap' | null;
}

/**
 * The slots after an instant, ascending, each once. Pure and lazy. Wall times
 * in ascending order have instants in ascending order, so none is passed over:
 * those before the wall time of `after` are due no later than it.
 * @internal
 */
export function* slotsAfter(
  schedule: Schedule,
  zone: string,
  after: number,
): Generator<Slot> {
  let last = after;
  if (schedule.every === 'minutes') {
    for (;;) {
      last = nextStep(last, schedule.minutes, zone);
      yield { at: last, note: toInstant(toWall(last, zone), zone).note };
    }
  }
  for (const wall of wallTimes(toWall(after, zone), schedule)) {
    const { instant, note } = toInstant(wall, zone);
    // Two wall times may fall together after a gap.
    if (instant > last) {
      last = instant;
      yield { at: instant, note };
    }
  }
}

/** The first slot after an instant, or null where there is none. @internal */
export function nextDue(
  schedule: Schedule,
  zone: string,
  after: number,
): number | null {
  const next = slotsAfter(schedule, zone, after).next();
  return next.done ? null : next.value.at;
}

/** The slots in `(after, until]`, at most so many. @internal */
export function dueBetween(
  schedule: Schedule,
  zone: string,
  after: number,
  until: number,
  limit: number,
): number[] {
  const due: number[] = [];
  for (const { at } of slotsAfter(schedule, zone, after)) {
    if (at > until || due.length >= limit) break;
    due.push(at);
  }
  return due;
}

/**
 * The next slots as people read them, with the nights of a time change marked,
 * and when each may begin. Of those in the same quiet hours the first is moved
 * to their end, and stands for the others.
 * @internal
 */
export function previewSlots(
  schedule: Schedule,
  zone: string,
  from: number,
  count: number,
  how: Start = { plan: '' },
): SchedulePreview['slots'] {
  let movedTo = 0;
  const slots: SchedulePreview['slots'] = [];
  for (const { at, note } of slotsAfter(schedule, zone, from)) {
    if (slots.length >= count) break;
    const moment = startOf(at, { ...how, quiet: [] });
    const start = startOf(at, how);
    const stoodFor = at < movedTo;
    if (start > moment && !stoodFor) movedTo = start;
    slots.push({
      at: new Date(at).toISOString(),
      wall: writeWall(toWall(at, zone)),
      note,
      startsAt: new Date(start).toISOString(),
      quiet: quietOf(stoodFor, start > moment),
    });
  }
  return slots;
}

function quietOf(stoodFor: boolean, moved: boolean): 'moved' | 'missed' | null {
  if (stoodFor) return 'missed';
  return moved ? 'moved' : null;
}
