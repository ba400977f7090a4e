import { z } from 'zod';
import { notImplemented, S3Error } from '../errors';
import type { Operation } from '../http/call';
import { readConfiguration } from '../http/checkedBody';
import { document, element } from '../xml';

const schema = z.object({
  VersioningConfiguration: z.object({
    Status: z.enum(['Enabled', 'Suspended']),
    MfaDelete: z.string().optional(),
  }),
});

export const getBucketVersioning: Operation = {
  name: 'GetBucketVersioning',
  writes: false,
  async run({ request, store }) {
    const { versioning } = store.bucket(request.bucket).record;
    return {
      status: 200,
      xml: document('VersioningConfiguration', element('Status', versioning)),
    };
  },
};

export const putBucketVersioning: Operation = {
  name: 'PutBucketVersioning',
  writes: true,
  async run(call) {
    const bucket = call.store.bucket(call.request.bucket);
    const { VersioningConfiguration: wanted } = await readConfiguration(
      call,
      schema,
    );
    if (wanted.MfaDelete === 'Enabled') {
      throw notImplemented({ Header: 'x-amz-mfa' });
    }
    if (wanted.Status === 'Suspended' && bucket.record.objectLock) {
      throw S3Error.create({
        status: 409,
        code: 'InvalidBucketState',
        message:
          'An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.',
      });
    }
    await bucket.configure({ versioning: wanted.Status });
    return { status: 200 };
  },
};
