import {
  instantSchema,
  nameSchema,
  PlanFile,
  planFileSchema,
} from '@understudy/model';
import { z } from 'zod';
import type { Bucket } from '../destination';
import { PLAN_FILE, STATUS_FILE } from './files';
import { entityFolder } from './folders';
import { writeJson } from './writeOnce';

/**
 * `status.json`: how fresh each plan is, for watchers that ask the bucket
 * because the portal may be gone.
 * @public
 */
export const statusFileSchema = z.looseObject({
  format: z.literal('understudy/status'),
  at: instantSchema,
  automaticBackup: z.boolean(),
  plans: z.array(
    z.looseObject({
      name: nameSchema,
      entityRef: z.string().nullable(),
      /** Milliseconds after which the newest good backup is too old. */
      freshness: z.number().nullable(),
      newestGood: z
        .looseObject({
          id: z.string(),
          finishedAt: instantSchema,
          bytesStored: z.number(),
        })
        .nullable(),
    }),
  ),
});

/** @public */
export type StatusFile = z.infer<typeof statusFileSchema>;

/**
 * Writes `plan.json`: the plan without secrets.
 * @public
 */
export async function writePlanFile(
  bucket: Bucket,
  plan: PlanFile,
): Promise<void> {
  const folder = entityFolder(plan.entityRef, plan.name);
  await writeJson(bucket, {
    key: bucket.key(`${folder}/${PLAN_FILE}`),
    value: planFileSchema.parse(plan),
  });
}

/**
 * Writes `status.json`.
 * @public
 */
export async function writeStatusFile(
  bucket: Bucket,
  status: StatusFile,
): Promise<void> {
  await writeJson(bucket, {
    key: bucket.key(STATUS_FILE),
    value: statusFileSchema.parse(status),
  });
}
