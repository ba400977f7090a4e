import {
  ambientSourceSchema,
  checkUpLineSchema,
  checkUpSchema,
  encryptionSchema,
  endpointSchema,
  instantSchema,
  nameSchema,
  recipientSchema,
  retentionStateSchema,
  scheduleSchema,
  secret,
  secretStateSchema,
} from '@understudy/model';
import { z } from 'zod';

/** Turning automatic backup off: why, and when it comes back on by itself. @public */
export const switchOffSchema = z.strictObject({
  reason: z.string().trim().min(3).max(500),
  until: instantSchema,
});
/** @public */
export type SwitchOff = z.infer<typeof switchOffSchema>;

const emails = z.array(z.email().max(320)).max(20);

/** Why automatic backup is off. @public */
export const switchedOffSchema = z.object({
  reason: z.string(),
  until: z.string(),
  at: z.string(),
  by: z.string(),
});

/** GET /settings @public */
export const settingsSchema = z.object({
  automaticBackup: z.boolean(),
  automaticBackupChangedAt: z.string().nullable(),
  automaticBackupChangedBy: z.string().nullable(),
  /** While it is off. */
  off: switchedOffSchema.nullable(),
  /** True where the bucket is ahead of the database: switching on confirms. */
  recovered: z.boolean(),
  defaults: z.object({
    destination: nameSchema.nullable(),
    encryption: encryptionSchema.nullable(),
  }),
  notifications: z.object({ to: z.array(z.string()), onSuccess: z.boolean() }),
  mail: z.object({ configured: z.boolean(), from: z.string().nullable() }),
  sealing: z.object({ available: z.boolean() }),
  timeZone: z.string(),
  /** Which of the machine's own credentials the UI may offer. */
  ambient: z.array(ambientSourceSchema),
  /** What external ids of this portal begin with; a destination's name follows. */
  externalIdPrefix: z.string(),
  roots: z.object({ read: z.array(z.string()), write: z.array(z.string()) }),
});
/** @public */
export type Settings = z.infer<typeof settingsSchema>;

/** PUT /settings @public */
export const settingsInputSchema = z.strictObject({
  automaticBackup: z.boolean(),
  /** Needed where it is turned off. */
  off: switchOffSchema.optional(),
  defaults: z.strictObject({
    destination: nameSchema.nullable(),
    encryption: encryptionSchema.nullable(),
  }),
  notifications: z.strictObject({ to: emails, onSuccess: z.boolean() }),
});
/** @public */
export type SettingsInput = z.infer<typeof settingsInputSchema>;

const simpleFrequency = z.enum(['daily', 'weekly', 'monthly', 'none']);

/** GET /settings/simple @public */
export const simpleSettingsSchema = z.object({
  /** False before the first save. */
  saved: z.boolean(),
  automaticBackup: z.boolean(),
  accessKeyId: z.string(),
  secretAccessKey: secretStateSchema.nullable(),
  secretSetBy: z.string().nullable(),
  bucket: z.string(),
  prefix: z.string(),
  region: z.string(),
  endpoint: z.string(),
  encryption: z
    .discriminatedUnion('type', [
      z.object({
        type: z.literal('made'),
        key: nameSchema,
        recipient: z.string(),
        confirmed: z.boolean(),
      }),
      z.object({
        type: z.literal('recipients'),
        recipients: z.array(z.string()),
      }),
      z.object({ type: z.literal('clear') }),
    ])
    .nullable(),
  notificationsTo: z.array(z.string()),
  onSuccess: z.boolean(),
  frequency: z.union([simpleFrequency, z.literal('custom')]),
  schedule: scheduleSchema.nullable(),
  nextSlot: z.string().nullable(),
  timeZone: z.string(),
  /** Rules of the plan `portal`; null: kept until deleted by hand. */
  retention: retentionStateSchema.nullable(),
  /** Which parts configuration owns, with the path there. */
  fromConfig: z.object({
    destination: z.string().nullable(),
    plan: z.string().nullable(),
  }),
});
/** @public */
export type SimpleSettings = z.infer<typeof simpleSettingsSchema>;

/** PUT /settings/simple @public */
export const simpleSettingsInputSchema = z.strictObject({
  automaticBackup: z.boolean(),
  /** Needed where it is turned off. */
  off: switchOffSchema.optional(),
  accessKeyId: z.string().max(256),
  secretAccessKey: secret(),
  bucket: z.string().max(63),
  prefix: z.string().max(512).default('understudy'),
  region: z.string().max(64).default(''),
  endpoint: z.union([endpointSchema, z.literal('')]).default(''),
  encryption: z.discriminatedUnion('type', [
    /** Makes a key named `main` on the first save; it must be confirmed. */
    z.strictObject({ type: z.literal('make') }),
    z.strictObject({ type: z.literal('keep') }),
    z.strictObject({
      type: z.literal('recipients'),
      recipients: z.array(recipientSchema).min(1),
    }),
    z.strictObject({ type: z.literal('clear') }),
  ]),
  notificationsTo: emails,
  onSuccess: z.boolean(),
  frequency: z.union([simpleFrequency, z.literal('custom')]),
});
/** @public */
export type SimpleSettingsInput = z.infer<typeof simpleSettingsInputSchema>;

/** Answer of PUT /settings/simple; the identity is in it once, when a key was made. @public */
export const simpleSettingsSavedSchema = z.object({
  settings: simpleSettingsSchema,
  madeKey: z
    .object({ name: z.string(), recipient: z.string(), identity: z.string() })
    .nullable(),
  /** What was changed on the way in, e.g. a trimmed space. */
  notices: z.array(z.string()),
});
/** @public */
export type SimpleSettingsSaved = z.infer<typeof simpleSettingsSavedSchema>;

/** One key. @public */
export const keySchema = z.object({
  name: nameSchema,
  recipient: z.string(),
  hasIdentity: z.boolean(),
  confirmedAt: z.string().nullable(),
  fromConfig: z.string().nullable(),
  usedBy: z.array(z.string()),
  createdAt: z.string().nullable(),
});
/** @public */
export type Key = z.infer<typeof keySchema>;

/** POST /keys: a recipient pasted, or an identity made (then it is in the answer, once). @public */
export const keyInputSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('recipient'),
    name: nameSchema,
    recipient: recipientSchema,
  }),
  z.strictObject({
    type: z.literal('make'),
    name: nameSchema,
    keepIdentity: z.boolean().default(true),
  }),
]);
/** @public */
export type KeyInput = z.input<typeof keyInputSchema>;
/** @public */
export const keyMadeSchema = z.object({
  key: keySchema,
  identity: z.string().nullable(),
});
/** @public */
export type KeyMade = z.infer<typeof keyMadeSchema>;
/** POST /keys/:name/confirm: the identity's last six characters. @public */
export const keyConfirmSchema = z.strictObject({
  lastSix: z.string().length(6),
});

/** POST /settings/mail/test @public */
export const mailTestSchema = z.strictObject({ to: z.email() });
/** @public */
export const mailTestResultSchema = z.object({
  sent: z.boolean(),
  seen: z.string(),
});

/** POST /plans/:name/pause @public */
export const repairSchema = z.strictObject({
  /** Of which run's backup; absent: of the newest good one. */
  run: z.string().max(36).optional(),
});

/** @public */
export const pauseSchema = z.strictObject({ until: instantSchema.nullable() });

/** @public */
export { checkUpLineSchema, checkUpSchema };
