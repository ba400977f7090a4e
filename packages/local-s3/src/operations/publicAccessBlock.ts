import { z } from 'zod';
import { S3Error } from '../errors';
import type { Operation } from '../http/call';
import { readConfiguration } from '../http/checkedBody';
import { document, element } from '../xml';

const flag = z
  .enum(['true', 'false', 'TRUE', 'FALSE'])
  .default('false')
  .transform(text => text.toLowerCase() === 'true');
const schema = z.object({
  PublicAccessBlockConfiguration: z.object({
    BlockPublicAcls: flag,
    IgnorePublicAcls: flag,
    BlockPublicPolicy: flag,
    RestrictPublicBuckets: flag,
  }),
});

export const getPublicAccessBlock: Operation = {
  name: 'GetPublicAccessBlock',
  writes: false,
  async run({ request, store }) {
    const { publicAccessBlock } = store.bucket(request.bucket).record;
    if (!publicAccessBlock) {
      throw S3Error.create({
        status: 404,
        code: 'NoSuchPublicAccessBlockConfiguration',
        message: 'The public access block configuration was not found',
        details: { BucketName: request.bucket },
      });
    }
    const flags = Object.entries(publicAccessBlock).map(([name, value]) =>
      element(name, value),
    );
    return {
      status: 200,
      xml: document('PublicAccessBlockConfiguration', ...flags),
    };
  },
};

export const putPublicAccessBlock: Operation = {
  name: 'PutPublicAccessBlock',
  writes: true,
  async run(call) {
    const bucket = call.store.bucket(call.request.bucket);
    const { PublicAccessBlockConfiguration: publicAccessBlock } =
      await readConfiguration(call, schema);
    await bucket.configure({ publicAccessBlock });
    return { status: 200 };
  },
};

export const deletePublicAccessBlock: Operation = {
  name: 'DeletePublicAccessBlock',
  writes: true,
  async run({ request, store }) {
    const bucket = store.bucket(request.bucket);
    await bucket.configure({ publicAccessBlock: undefined });
    return { status: 204 };
  },
};
