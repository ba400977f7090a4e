import { z } from 'zod';
import { type Tier, thawDuration, thawState, tiers } from '../archive/thaw';
import { invalidArgument, S3Error } from '../errors';
import type { Operation } from '../http/call';
import { readConfiguration } from '../http/checkedBody';
import { isArchived } from '../storageClasses';
import { findObject, readVersionId } from './findObject';

const day = 24 * 60 * 60 * 1000;
const schema = z.object({
  RestoreRequest: z.object({
    Days: z
      .string()
      .regex(/^[1-9]\d{0,5}$/)
      .transform(Number),
    Tier: z.enum(tiers).optional(),
    GlacierJobParameters: z.object({ Tier: z.enum(tiers) }).optional(),
  }),
});

export const restoreObject: Operation = {
  name: 'RestoreObject',
  writes: true,
  async run(call) {
    const { request, store, settings, now } = call;
    const bucket = store.bucket(request.bucket);
    const record = findObject(bucket, request.key, readVersionId(call));
    const { RestoreRequest: wanted } = await readConfiguration(call, schema);
    if (!isArchived(record.storageClass)) {
      throw S3Error.create({
        status: 403,
        code: 'InvalidObjectState',
        message:
          "Restore is not allowed for the object's current storage class",
        details: { StorageClass: record.storageClass ?? 'STANDARD' },
      });
    }
    const state = thawState(record, now);
    if (state === 'under-way') {
      throw S3Error.create({
        status: 409,
        code: 'RestoreAlreadyInProgress',
        message: 'Object restore is already in progress',
      });
    }
    const tier: Tier =
      wanted.GlacierJobParameters?.Tier ?? wanted.Tier ?? 'Standard';
    const usual = thawDuration(record.storageClass, tier);
    if (usual === undefined) {
      throw invalidArgument(
        'Retrieval option is not supported by this storage class',
        { ArgumentName: 'Tier', ArgumentValue: tier },
      );
    }
    const ready = state === 'ready';
    const readyAt = ready ? now : now + (settings.thawMs ?? usual);
    const expiresAt = Math.ceil((readyAt + wanted.Days * day) / day) * day;
    await bucket.update(record.key, record.versionId, () => ({
      restore: { readyAt, expiresAt },
    }));
    return { status: ready ? 200 : 202 };
  },
};
