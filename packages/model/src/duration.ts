import { z } from 'zod';

const PARTS = {
  weeks: 7 * 86_400_000,
  days: 86_400_000,
  hours: 3_600_000,
  minutes: 60_000,
  seconds: 1_000,
  milliseconds: 1,
} as const;

const ISO =
  /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

function fromIso(text: string): number | undefined {
  const match = ISO.exec(text);
  if (!match || text === 'P' || text.endsWith('T')) return undefined;
  const [weeks, days, hours, minutes, seconds] = match
    .slice(1)
    .map(part => Number(part ?? 0));
  return (
    weeks * PARTS.weeks +
    days * PARTS.days +
    hours * PARTS.hours +
    minutes * PARTS.minutes +
    Math.round(seconds * 1000)
  );
}

const objectSchema = z
  .strictObject({
    weeks: z.number().nonnegative().optional(),
    days: z.number().nonnegative().optional(),
    hours: z.number().nonnegative().optional(),
    minutes: z.number().nonnegative().optional(),
    seconds: z.number().nonnegative().optional(),
    milliseconds: z.number().nonnegative().optional(),
  })
  .refine(value => Object.keys(value).length > 0, 'an empty duration');

/**
 * A duration on input: Backstage's `HumanDuration` without months and years,
 * or an ISO 8601 string such as `PT10M`; milliseconds after parsing.
 * @public
 */
export const durationSchema = z
  .union([objectSchema, z.string()])
  .transform((value, context) => {
    const milliseconds =
      typeof value === 'string'
        ? fromIso(value)
        : Object.entries(value).reduce(
            (sum, [unit, count]) =>
              sum + PARTS[unit as keyof typeof PARTS] * (count ?? 0),
            0,
          );
    if (milliseconds === undefined || !Number.isSafeInteger(milliseconds)) {
      context.addIssue({
        code: 'custom',
        message: `not a duration: write e.g. { minutes: 10 } or PT10M`,
      });
      return z.NEVER;
    }
    return milliseconds;
  });
