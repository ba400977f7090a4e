import { z } from 'zod';
import { S3Error } from '../errors';
import type { Operation } from '../http/call';
import { readXml } from '../http/xmlBody';
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
    if (wanted && wanted !== settings.region) {
      throw S3Error.create({
        status: 400,
        code: 'IllegalLocationConstraintException',
        message: `The ${wanted} location constraint is incompatible for the region specific endpoint this request was sent to.`,
      });
    }
    // As in us-east-1: making one's own bucket again is no error.
    await store.createBucket(request.bucket, now);
    return { status: 200, headers: { location: `/${request.bucket}` } };
  },
};

export const headBucket: Operation = {
  name: 'HeadBucket',
  writes: false,
  async run({ request, store, settings }) {
    store.bucket(request.bucket);
    return { status: 200, headers: { 'x-amz-bucket-region': settings.region } };
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
    store.bucket(request.bucket);
    // us-east-1 has no constraint: that is how S3 has always said it.
    const { region } = settings;
    return {
      status: 200,
      xml: document('LocationConstraint', region === 'us-east-1' ? '' : region),
    };
  },
};

export const getBucketVersioning: Operation = {
  name: 'GetBucketVersioning',
  writes: false,
  async run({ request, store }) {
    store.bucket(request.bucket);
    return { status: 200, xml: document('VersioningConfiguration') };
  },
};
