import { z } from 'zod';
import { S3Error } from '../errors';
import type { Operation } from '../http/call';
import { readConfiguration } from '../http/checkedBody';
import { ownerships } from '../store/bucketRecord';
import { document, element, wrap } from '../xml';

const schema = z.object({
  OwnershipControls: z.object({
    Rule: z.array(z.object({ ObjectOwnership: z.enum(ownerships) })).length(1),
  }),
});

export const getBucketOwnershipControls: Operation = {
  name: 'GetBucketOwnershipControls',
  writes: false,
  async run({ request, store }) {
    const { ownership } = store.bucket(request.bucket).record;
    if (!ownership) {
      throw S3Error.create({
        status: 404,
        code: 'OwnershipControlsNotFoundError',
        message: 'The bucket ownership controls were not found',
        details: { BucketName: request.bucket },
      });
    }
    return {
      status: 200,
      xml: document(
        'OwnershipControls',
        wrap('Rule', element('ObjectOwnership', ownership)),
      ),
    };
  },
};

export const putBucketOwnershipControls: Operation = {
  name: 'PutBucketOwnershipControls',
  writes: true,
  async run(call) {
    const bucket = call.store.bucket(call.request.bucket);
    const { OwnershipControls: wanted } = await readConfiguration(call, schema);
    await bucket.configure({ ownership: wanted.Rule[0].ObjectOwnership });
    return { status: 200 };
  },
};
