import { invalidRequest, malformedXml, S3Error } from '../errors';
import { readSmall } from '../http/body';
import type { Operation } from '../http/call';
import { checkedBody } from '../http/checkedBody';

const maxBytes = 256 * 1024;

export const getBucketReplication: Operation = {
  name: 'GetBucketReplication',
  writes: false,
  async run({ request, store }) {
    const { replication } = store.bucket(request.bucket).record;
    if (replication === undefined) {
      throw S3Error.create({
        status: 404,
        code: 'ReplicationConfigurationNotFoundError',
        message: 'The replication configuration was not found',
        details: { BucketName: request.bucket },
      });
    }
    return { status: 200, xml: replication };
  },
};

/** Kept and answered; nothing is replicated. */
export const putBucketReplication: Operation = {
  name: 'PutBucketReplication',
  writes: true,
  async run(call) {
    const bucket = call.store.bucket(call.request.bucket);
    const body = checkedBody(call, { required: false });
    const replication = (await readSmall(body, maxBytes)).toString();
    if (!/<ReplicationConfiguration[\s>]/.test(replication)) {
      throw malformedXml();
    }
    if (bucket.record.versioning !== 'Enabled') {
      throw invalidRequest(
        "Versioning must be 'Enabled' on the bucket to apply a replication configuration",
      );
    }
    await bucket.configure({ replication });
    return { status: 200 };
  },
};

export const deleteBucketReplication: Operation = {
  name: 'DeleteBucketReplication',
  writes: true,
  async run({ request, store }) {
    await store.bucket(request.bucket).configure({ replication: undefined });
    return { status: 204 };
  },
};
