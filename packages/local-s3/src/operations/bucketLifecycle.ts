import { S3Error } from '../errors';
import type { Operation } from '../http/call';
import { readConfiguration } from '../http/checkedBody';
import { lifecycleSchema, readRules, ruleXml } from '../lifecycle/rules';
import { document } from '../xml';

export const getBucketLifecycle: Operation = {
  name: 'GetBucketLifecycleConfiguration',
  writes: false,
  async run({ request, store }) {
    const { lifecycle } = store.bucket(request.bucket).record;
    if (!lifecycle) {
      throw S3Error.create({
        status: 404,
        code: 'NoSuchLifecycleConfiguration',
        message: 'The lifecycle configuration does not exist',
        details: { BucketName: request.bucket },
      });
    }
    return {
      status: 200,
      xml: document('LifecycleConfiguration', ...lifecycle.map(ruleXml)),
    };
  },
};

export const putBucketLifecycle: Operation = {
  name: 'PutBucketLifecycleConfiguration',
  writes: true,
  async run(call) {
    const bucket = call.store.bucket(call.request.bucket);
    const lifecycle = readRules(await readConfiguration(call, lifecycleSchema));
    await bucket.configure({ lifecycle });
    return { status: 200 };
  },
};

export const deleteBucketLifecycle: Operation = {
  name: 'DeleteBucketLifecycle',
  writes: true,
  async run({ request, store }) {
    await store.bucket(request.bucket).configure({ lifecycle: undefined });
    return { status: 204 };
  },
};
