import {
  artifactNameSchema,
  backupSchema,
  blackoutSchema,
  checkUpRecordSchema,
  destinationSchema,
  durationSchema,
  planSchema,
  runKindSchema,
  runSchema,
  runStatusSchema,
  scheduleSchema,
  timeZoneSchema,
  logLineSchema,
  nameSchema,
  rungSchema,
} from '@understudy/model';
import { z } from 'zod';
import { keySchema } from './settings';

const several = <T extends z.ZodType>(item: T) =>
  z.preprocess(
    value => (value === undefined ? undefined : [value].flat()),
    z.array(item).max(50).optional(),
  );
const instant = z.string().datetime({ offset: true }).optional();
const flag = z
  .enum(['true', 'false'])
  .transform(text => text === 'true')
  .optional();
const limit = z.coerce.number().int().min(1).max(200).default(25);
const cursor = z.string().max(500).optional();

/** Query of GET /runs; several values are repeated parameters. @public */
export const runQuerySchema = z.strictObject({
  plan: several(nameSchema),
  entity: several(z.string().max(512)),
  kind: several(runKindSchema),
  status: several(runStatusSchema),
  trigger: several(z.enum(['schedule', 'user', 'service'])),
  destination: several(nameSchema),
  from: instant,
  to: instant,
  q: z.string().max(200).optional(),
  mine: z.coerce
    .string()
    .transform(text => text === 'true')
    .optional(),
  limit,
  cursor,
});
/** @public */
export type RunQuery = z.output<typeof runQuerySchema>;

/** Query of GET /backups @public */
export const backupQuerySchema = z.strictObject({
  plan: several(nameSchema),
  entity: several(z.string().max(512)),
  destination: several(nameSchema),
  proof: rungSchema.optional(),
  /** Only locked ones, or only those that are not. */
  locked: flag,
  /** Only those whose plan or entity is gone, or only the others. */
  orphaned: flag,
  limit,
  cursor,
});
/** @public */
export type BackupQuery = z.output<typeof backupQuerySchema>;

const listOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** @public */
export const runListSchema = listOf(runSchema);
/** @public */
export const backupListSchema = listOf(backupSchema);
/** @public */
export const planListSchema = listOf(planSchema);
/** GET /destinations/:name/checkups, newest first @public */
export const checkUpListSchema = listOf(checkUpRecordSchema);
/** @public */
export const destinationListSchema = listOf(destinationSchema).extend({
  /** Also for those who may name destinations and not read them: then `items` is empty. */
  names: z
    .array(destinationSchema.pick({ name: true, title: true, health: true }))
    .optional(),
});
/** @public */
export const keyListSchema = listOf(keySchema);

/** GET /runs/:id/log: lines from `offset`, 500 at most. @public */
export const runLogSchema = z.object({
  lines: z.array(logLineSchema),
  total: z.number(),
  offset: z.number(),
});
/** @public */
export type RunLog = z.infer<typeof runLogSchema>;

/** POST /backups/:id/verify @public */
export const verifyRequestSchema = z.strictObject({
  /** `restored` and `asserted` make a drill, which climbs both. */
  to: rungSchema,
});

/** POST /backups/:id/copy @public */
export const copyRequestSchema = z.strictObject({
  /** Name of a destination; may be where it is already, for another plan. */
  destination: nameSchema,
  /** A plan of this portal that takes it over; none: as it is named now. */
  plan: nameSchema.optional(),
  /** All backups of its plan at its destination, not this one alone. */
  all: z.boolean().default(false),
  /** Deletes each one here after its copy was read; the plan's name, typed. */
  move: z.strictObject({ confirm: z.string() }).optional(),
});
/** @public */
export type CopyRequest = z.infer<typeof copyRequestSchema>;
/** @public */
export type CopyRequestInput = z.input<typeof copyRequestSchema>;

/** POST /backups/:id/restore @public */
export const restoreRequestSchema = z.strictObject({
  target: z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('folder'),
      /** One of `s3Backup.roots.write`. */
      root: z.string().max(4096),
      /** A new folder below it; it must not exist. */
      path: z.string().min(1).max(1024),
    }),
    z.strictObject({
      /** A new place on the server of the backup's plan, e.g. a database. */
      type: z.literal('place'),
      /** As `restorePlace` of the backup describes them. */
      options: z.record(z.string(), z.unknown()).default({}),
    }),
  ]),
  artifacts: z.array(artifactNameSchema).min(1).optional(),
  dryRun: z.boolean().default(false),
});
/** @public */
export type RestoreRequest = z.input<typeof restoreRequestSchema>;

/** Answer of a dry run: what would be checked, before anything is written. @public */
export const restoreCheckSchema = z.object({
  ok: z.boolean(),
  checks: z.array(
    z.object({
      id: z.enum(['target', 'space', 'key', 'backup', 'artifacts']),
      result: z.enum(['pass', 'warn', 'fail']),
      seen: z.string(),
      remedy: z.string().nullable(),
    }),
  ),
  bytes: z.number(),
  path: z.string(),
});
/** @public */
export type RestoreCheck = z.infer<typeof restoreCheckSchema>;

/** POST /backups/:id/artifacts/:name/download @public */
export const downloadRequestSchema = z.strictObject({
  form: z.enum(['stored', 'original']),
});
/** @public */
export const downloadTicketSchema = z.object({ url: z.string() });

/** DELETE /backups/:id needs the plan's name typed. @public */
export const backupDeleteSchema = z.strictObject({ confirm: z.string() });

/** POST /schedule/preview @public */
export const schedulePreviewRequestSchema = z.strictObject({
  schedule: scheduleSchema,
  /** Decides over the moment in its start window. */
  plan: nameSchema.optional(),
  spread: durationSchema.optional(),
  blackouts: z.array(blackoutSchema).max(10).optional(),
});
/** @public */
export type SchedulePreviewRequest = z.input<
  typeof schedulePreviewRequestSchema
>;
/** @public */
export const schedulePreviewSchema = z.object({
  timeZone: timeZoneSchema,
  slots: z.array(
    z.object({
      at: z.string(),
      wall: z.string(),
      note: z.enum(['gap', 'overlap']).nullable(),
      /** When it may begin: within its window, and after quiet hours. */
      startsAt: z.string(),
      /** Quiet hours move it to their end, or an earlier slot runs then for it. */
      quiet: z.enum(['moved', 'missed']).nullable(),
    }),
  ),
});
/** @public */
export type SchedulePreview = z.infer<typeof schedulePreviewSchema>;

/** GET /sources @public */
export const sourceTypeSchema = z.object({
  type: z.string(),
  title: z.string(),
  description: z.string(),
  sensitive: z.boolean(),
  /** JSON Schema of its options. */
  optionsSchema: z.record(z.string(), z.unknown()),
});
/** @public */
export type SourceType = z.infer<typeof sourceTypeSchema>;
/** POST /sources/:type/check @public */
export const sourceCheckRequestSchema = z.strictObject({
  options: z.record(z.string(), z.unknown()),
});
/** @public */
export const sourceCheckSchema = z.object({
  ok: z.boolean(),
  seen: z.string(),
  remedy: z.string().nullable(),
});
/** @public */
export type SourceCheck = z.infer<typeof sourceCheckSchema>;
