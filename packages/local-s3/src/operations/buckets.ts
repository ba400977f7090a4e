import { z } from 'zod';
import { accessDenied, invalidArgument, S3Error } from '../errors';
import type { Operation } from '../http/call';
import type { S3Request } from '../http/request';
import { readXml } from '../http/xmlBody';
import { type BucketRecord, ownerships } from '../store/bucketRecord';
import { document, element, wrap, xmlTime } from '../xml';
import { ownerXml } from './owner';

export const listBuckets: Operation = {
  name: 'ListBuckets',
  writes: false,
  async run({ store }) {
    const buckets = store
      .list()
      .map(({ record }) =>
        wrap(
          'Bucket',
          element('Name', record.name),
          element('CreationDate', xmlTime(record.created)),
          element('BucketRegion', record.region),
        ),
      );
    return {
      status: 200,
      xml: document(
        'ListAllMyBucketsResult',
        ownerXml(),
        wrap('Buckets', ...buckets),
      ),
    };
  },
};

const configuration = z.object({
  CreateBucketConfiguration: z.union([
    z.literal(''),
    z.object({ LocationConstraint: z.string().optional() }),
  ]),
});

/** What the headers of CreateBucket ask of the new bucket. */
function readSettings(request: S3Request): Partial<BucketRecord> {
  const { headers } = request;
  const ownership = headers.get('x-amz-object-ownership');
  const found = ownerships.find(name => name === ownership);
  if (ownership !== undefined && !found) {
    throw invalidArgument('Invalid x-amz-object-ownership header: ', {
      ArgumentName: 'x-amz-object-ownership',
      ArgumentValue: ownership,
    });
  }
  const acl = headers.get('x-amz-acl');
  if (acl !== undefined && acl !== 'private') {
    throw accessDenied('Access Denied');
  }
  const locks = headers.get('x-amz-bucket-object-lock-enabled');
  return {
    ...(found && { ownership: found }),
    ...(locks?.toLowerCase() === 'true' && {
      versioning: 'Enabled',
      objectLock: {},
    }),
  };
}

export const createBucket: Operation = {
  name: 'CreateBucket',
  writes: true,
  async run({ request, store, body, settings, now }) {
    let wanted: string | undefined;
    if (body.length) {
      const { CreateBucketConfiguration: given } = await readXml(
        body,
        configuration,
      );
      wanted = (given || undefined)?.LocationConstraint;
    }
    const known = [settings.region, ...settings.regions];
    if (wanted !== undefined && !known.includes(wanted)) {
      throw S3Error.create({
        status: 400,
        code: 'IllegalLocationConstraintException',
        message: `The ${wanted} location constraint is incompatible for the region specific endpoint this request was sent to.`,
      });
    }
    // As in us-east-1: making one's own bucket again is no error.
    await store.createBucket(request.bucket, now, {
      ...readSettings(request),
      ...(wanted && { region: wanted }),
    });
    return { status: 200, headers: { location: `/${request.bucket}` } };
  },
};

export const headBucket: Operation = {
  name: 'HeadBucket',
  writes: false,
  async run({ request, store, settings }) {
    const { region = settings.region } = store.bucket(request.bucket).record;
    return { status: 200, headers: { 'x-amz-bucket-region': region } };
  },
};

export const deleteBucket: Operation = {
  name: 'DeleteBucket',
  writes: true,
  async run({ request, store }) {
    await store.deleteBucket(request.bucket);
    return { status: 204 };
  },
};

export const getBucketLocation: Operation = {
  name: 'GetBucketLocation',
  writes: false,
  async run({ request, store, settings }) {
    // us-east-1 has no constraint: that is how S3 has always said it.
    const { region = settings.region } = store.bucket(request.bucket).record;
    return {
      status: 200,
      xml: document('LocationConstraint', region === 'us-east-1' ? '' : region),
    };
  },
};
