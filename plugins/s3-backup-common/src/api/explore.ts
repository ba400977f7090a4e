import { nameSchema, rungSchema } from '@understudy/model';
import { z } from 'zod';

/**
 * What stands under a key; `not-ours` is what no part of the product writes.
 * @public
 */
export const objectKindSchema = z.enum([
  'artifact',
  'manifest',
  'intent',
  'lock',
  'held',
  'proof',
  'tombstone',
  'plan-file',
  'owner-file',
  'status-file',
  'check-up',
  'not-ours',
]);
/** @public */
export type ObjectKind = z.infer<typeof objectKindSchema>;

/** Keys are those below the prefix. */
const keySchema = z.string().min(1).max(1024);

/** Query of GET /destinations/:name/objects @public */
export const objectQuerySchema = z.strictObject({
  /** Folder below the prefix. */
  path: z.string().max(1024).default(''),
  /** Looks through everything below the path. */
  q: z.string().min(1).max(200).optional(),
  /** Only what is not ours, or belongs to nothing any more. */
  filter: z.enum(['leftover']).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(200),
  cursor: z.string().max(4096).optional(),
});
/** @public */
export type ObjectQuery = z.output<typeof objectQuerySchema>;

/** @public */
export const storedObjectSchema = z.object({
  key: z.string(),
  kind: objectKindSchema,
  bytes: z.number(),
  storageClass: z.string().nullable(),
  storedAt: z.string().nullable(),
  leftover: z.boolean(),
  /** The backup it is a part of, where the portal knows it. */
  backup: z
    .object({
      id: z.string(),
      plan: z.string(),
      proof: z.object({ rung: rungSchema, failed: rungSchema.nullable() }),
      /** Somebody, or the store, keeps it from being deleted. */
      locked: z.boolean(),
    })
    .nullable(),
});
/** @public */
export type StoredObject = z.infer<typeof storedObjectSchema>;

/** GET /destinations/:name/objects @public */
export const objectListSchema = z.object({
  path: z.string(),
  /** Folders below the path, each with its ending slash. */
  folders: z.array(z.string()),
  items: z.array(storedObjectSchema),
  /** How many keys a search looked at for this page. */
  scanned: z.number().nullable(),
  nextCursor: z.string().nullable(),
});
/** @public */
export type ObjectList = z.infer<typeof objectListSchema>;

/** Query of GET /destinations/:name/object @public */
export const oneObjectQuerySchema = z.strictObject({ key: keySchema });

/** GET /destinations/:name/object @public */
export const objectDetailSchema = storedObjectSchema.extend({
  etag: z.string().nullable(),
  versionId: z.string().nullable(),
  encryption: z.string().nullable(),
  kmsKey: z.string().nullable(),
  lock: z.object({ mode: z.string(), until: z.string().nullable() }).nullable(),
  legalHold: z.boolean(),
  restore: z.string().nullable(),
  metadata: z.record(z.string(), z.string()),
  /** Null where the store, or the rights of its keys, do not tell. */
  tags: z.record(z.string(), z.string()).nullable(),
  /** Why it can't be deleted by hand; null where it can. */
  stays: z.enum(['ours', 'named', 'unreadable']).nullable(),
});
/** @public */
export type ObjectDetail = z.infer<typeof objectDetailSchema>;

/** DELETE /destinations/:name/objects; `confirm` is the destination's name. @public */
export const objectsDeleteSchema = z.strictObject({
  keys: z.array(keySchema).min(1).max(200),
  confirm: nameSchema,
});
/** @public */
export type ObjectsDelete = z.infer<typeof objectsDeleteSchema>;

/** @public */
export const objectsDeletedSchema = z.object({
  deleted: z.array(z.string()),
  stay: z.array(
    z.object({
      key: z.string(),
      reason: z.enum(['ours', 'named', 'unreadable', 'gone']),
    }),
  ),
});
/** @public */
export type ObjectsDeleted = z.infer<typeof objectsDeletedSchema>;

/** GET /destinations/:name/uploads: begun and not ended, at most 200. @public */
export const deadUploadsSchema = z.object({
  items: z.array(
    z.object({ key: z.string(), initiatedAt: z.string().nullable() }),
  ),
  more: z.boolean(),
});
/** @public */
export type DeadUploads = z.infer<typeof deadUploadsSchema>;

/** GET /destinations/:name/growth: of what the portal knows, not of a listing. @public */
export const growthSchema = z.object({
  asOf: z.string(),
  plans: z.array(
    z.object({ plan: z.string(), backups: z.number(), bytes: z.number() }),
  ),
  /** Where each plan of each entity keeps its backups, below the prefix. */
  places: z.array(
    z.object({
      plan: z.string(),
      entityRef: z.string().nullable(),
      folder: z.string(),
    }),
  ),
  /** What each day added of what is still stored, oldest first. */
  days: z.array(
    z.object({ date: z.string(), plan: z.string(), bytes: z.number() }),
  ),
});
/** @public */
export type Growth = z.infer<typeof growthSchema>;

/** POST /destinations/:name/rebuild @public */
export const rebuildRequestSchema = z.strictObject({
  /** Counts, and changes nothing. */
  dryRun: z.boolean().default(false),
});

/** POST /destinations/:name/adopt; `confirm` is the destination's name. @public */
export const adoptRequestSchema = z.strictObject({ confirm: nameSchema });

/** `result` of a run of kind `rebuild`. @public */
export const rebuildResultSchema = z.object({
  dryRun: z.boolean(),
  /** Manifests found. */
  found: z.number(),
  /** Of these: new to the portal. */
  added: z.number(),
  /** Of these: being deleted. */
  deleting: z.number(),
  unreadable: z.number(),
  /** The first hundred of them. */
  unreadableKeys: z.array(z.object({ key: z.string(), code: z.string() })),
  /** Known to the portal, and no longer in the bucket. */
  vanished: z.number(),
  vanishedKeys: z.array(z.string()),
});
/** @public */
export type RebuildResult = z.infer<typeof rebuildResultSchema>;
