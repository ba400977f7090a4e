import { z } from 'zod';
import { invalidArgument, malformedXml, S3Error } from '../errors';
import type { Operation } from '../http/call';
import { readConfiguration } from '../http/checkedBody';
import { lockModes } from '../store/records';
import { document, element, wrap } from '../xml';

const count = z
  .string()
  .regex(/^-?\d{1,9}$/)
  .transform(Number);
const schema = z.object({
  ObjectLockConfiguration: z.object({
    ObjectLockEnabled: z.literal('Enabled'),
    Rule: z
      .array(
        z.object({
          DefaultRetention: z.object({
            Mode: z.enum(lockModes),
            Days: count.optional(),
            Years: count.optional(),
          }),
        }),
      )
      .max(1)
      .optional(),
  }),
});

export const getObjectLockConfiguration: Operation = {
  name: 'GetObjectLockConfiguration',
  writes: false,
  async run({ request, store }) {
    const { objectLock } = store.bucket(request.bucket).record;
    if (!objectLock) {
      throw S3Error.create({
        status: 404,
        code: 'ObjectLockConfigurationNotFoundError',
        message: 'Object Lock configuration does not exist for this bucket',
        details: { BucketName: request.bucket },
      });
    }
    const { default: usual } = objectLock;
    return {
      status: 200,
      xml: document(
        'ObjectLockConfiguration',
        element('ObjectLockEnabled', 'Enabled'),
        usual
          ? wrap(
              'Rule',
              wrap(
                'DefaultRetention',
                element('Mode', usual.mode),
                element('Days', usual.days),
                element('Years', usual.years),
              ),
            )
          : '',
      ),
    };
  },
};

export const putObjectLockConfiguration: Operation = {
  name: 'PutObjectLockConfiguration',
  writes: true,
  async run(call) {
    const bucket = call.store.bucket(call.request.bucket);
    const { ObjectLockConfiguration: wanted } = await readConfiguration(
      call,
      schema,
    );
    if (bucket.record.versioning !== 'Enabled') {
      throw S3Error.create({
        status: 409,
        code: 'InvalidBucketState',
        message:
          "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
      });
    }
    const usual = wanted.Rule?.[0].DefaultRetention;
    if (!usual) {
      await bucket.configure({ objectLock: {} });
      return { status: 200 };
    }
    const { Mode: mode, Days: days, Years: years } = usual;
    if ((days === undefined) === (years === undefined)) throw malformedXml();
    if ((days ?? years ?? 0) <= 0) {
      throw invalidArgument(
        'Default retention period must be a positive integer value.',
      );
    }
    await bucket.configure({ objectLock: { default: { mode, days, years } } });
    return { status: 200 };
  },
};
