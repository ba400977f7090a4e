import { z } from 'zod';

function isZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}

/**
 * An IANA zone, e.g. `Europe/Berlin`.
 * @public
 */
export const timeZoneSchema = z
  .string()
  .min(1)
  .max(64)
  .refine(isZone, 'is not a time zone such as Europe/Berlin');

const at = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'write the time as HH:MM');
const timeZone = timeZoneSchema.optional();

/** @public */
export const WEEKDAYS = [
  'mon',
  'tue',
  'wed',
  'thu',
  'fri',
  'sat',
  'sun',
] as const;

/**
 * When a plan is due, in wall-clock time of its zone (the portal's where none
 * is given). `minutes` means minutes 0, N, 2N … of each hour that passes, also
 * of one that the clock shows twice; `hours` wall hours 0, N, 2N …; `times`
 * several times a day; `day: 31` the last day of a month; `cron` has five fields.
 * @public
 */
export const scheduleSchema = z.discriminatedUnion('every', [
  z.strictObject({ every: z.literal('never') }),
  z.strictObject({
    every: z.literal('minutes'),
    minutes: z.union([
      z.literal(5),
      z.literal(10),
      z.literal(15),
      z.literal(20),
      z.literal(30),
    ]),
    timeZone,
  }),
  z.strictObject({
    every: z.literal('hours'),
    hours: z.union([
      z.literal(1),
      z.literal(2),
      z.literal(3),
      z.literal(4),
      z.literal(6),
      z.literal(8),
      z.literal(12),
    ]),
    minute: z.number().int().min(0).max(59).default(0),
    timeZone,
  }),
  z.strictObject({ every: z.literal('day'), at, timeZone }),
  z.strictObject({
    every: z.literal('times'),
    at: z
      .array(at)
      .min(1)
      .max(24)
      .refine(all => new Set(all).size === all.length, 'names a time twice'),
    timeZone,
  }),
  z.strictObject({
    every: z.literal('week'),
    days: z.array(z.enum(WEEKDAYS)).min(1).max(7),
    at,
    timeZone,
  }),
  z.strictObject({
    every: z.literal('month'),
    day: z.number().int().min(1).max(31),
    at,
    timeZone,
  }),
  z.strictObject({
    every: z.literal('cron'),
    cron: z.string().min(9).max(200),
    timeZone,
  }),
]);

/**
 * Quiet hours, in wall-clock time of the plan's zone (the portal's for those of
 * all plans): no run begins by itself. Where `until` is not after `from`, they
 * end the day after. `days` are those on which they begin; absent: every day.
 * @public
 */
export const blackoutSchema = z
  .strictObject({
    from: at,
    until: at,
    days: z.array(z.enum(WEEKDAYS)).min(1).max(7).optional(),
  })
  .refine(({ from, until }) => from !== until, 'begins when it ends');

/** @public */
export type Blackout = z.infer<typeof blackoutSchema>;

/** @public */
export type Schedule = z.infer<typeof scheduleSchema>;
