import { z } from 'zod';
import { durationSchema } from './duration';
import { instantSchema } from './names';
import { sizeSchema } from './size';

/** Periods of which the newest good backup is kept, shortest first. @public */
export const PERIODS = [
  'hourly',
  'daily',
  'weekly',
  'monthly',
  'yearly',
] as const;

/** @public */
export type Period = (typeof PERIODS)[number];

const count = z.number().int().min(1).max(10_000).optional();

/**
 * What a plan keeps. `daily: 7` keeps the newest good backup of each of the
 * last seven days that have one, in the plan's zone. Where no rule but
 * `maxAge` or `maxTotalSize` is set, everything within them is kept; where
 * none is set, everything. Durations become milliseconds, sizes bytes.
 * @public
 */
export const retentionSchema = z.strictObject({
  /** The newest good ones, whenever they were taken. */
  keepLast: count,
  hourly: count,
  daily: count,
  weekly: count,
  monthly: count,
  yearly: count,
  /** What is older goes, whatever period it stands for. */
  maxAge: durationSchema
    .refine(value => value >= 3_600_000, 'is less than an hour')
    .optional(),
  /** Stored bytes of a plan at one destination; the oldest go first. */
  maxTotalSize: sizeSchema.refine(value => value > 0, 'is nothing').optional(),
  /** So many good, complete backups stay whatever the other rules say. */
  minimumGood: z.number().int().min(1).max(1000).default(3),
  /** Nothing goes before the newest good backup has been read back. */
  keepUntilProven: z.boolean().default(true),
});

/** @public */
export type RetentionInput = z.input<typeof retentionSchema>;

/** @public */
export type RetentionRules = z.output<typeof retentionSchema>;

/** Rules as the API answers them, and as `plan.json` holds them. @public */
export const retentionStateSchema = z.object({
  keepLast: z.number().optional(),
  hourly: z.number().optional(),
  daily: z.number().optional(),
  weekly: z.number().optional(),
  monthly: z.number().optional(),
  yearly: z.number().optional(),
  /** Milliseconds. */
  maxAge: z.number().optional(),
  /** Bytes. */
  maxTotalSize: z.number().optional(),
  minimumGood: z.number(),
  keepUntilProven: z.boolean(),
});

/** Why a backup stays. @public */
export const KEEP_REASONS = [
  'no-rule',
  'last',
  ...PERIODS,
  'within',
  'minimum',
  'recent',
  'unproven',
  'locked',
  'lock-unreadable',
  'object-lock',
  'manifest-unreadable',
  'orphaned',
] as const;

/** Why a backup goes. @public */
export const DELETE_REASONS = [
  'surplus',
  'too-old',
  'too-large',
  'not-good',
  'begun',
] as const;

/**
 * One reason: its code and what fills its sentence, e.g. the period
 * `2026-W47` of a weekly one.
 * @public
 */
export const retentionReasonSchema = z.object({
  code: z.enum([...KEEP_REASONS, ...DELETE_REASONS]),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
});

/** @public */
export type RetentionReason = z.infer<typeof retentionReasonSchema>;

/**
 * What keeps a backup from being deleted, whoever asks: `lock.json` beside it.
 * @public
 */
export const lockSchema = z.looseObject({
  format: z.literal('understudy/lock'),
  reason: z.string().min(1).max(500),
  by: z.string(),
  at: instantSchema,
  /** Null: until somebody takes it off. */
  until: instantSchema.nullable(),
});

/** @public */
export type Lock = z.infer<typeof lockSchema>;

/** A lock as the API answers it. @public */
export const lockStateSchema = z.object({
  reason: z.string(),
  by: z.string(),
  at: z.string(),
  until: z.string().nullable(),
});

/** @public */
export type LockState = z.infer<typeof lockStateSchema>;
