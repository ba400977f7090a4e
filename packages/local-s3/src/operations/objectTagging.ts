import { z } from 'zod';
import type { Call, Operation } from '../http/call';
import { readConfiguration } from '../http/checkedBody';
import { checkTags } from '../tags';
import { document, element, wrap } from '../xml';
import { findObject, readVersionId, versionHeader } from './findObject';

const schema = z.object({
  Tagging: z.object({
    TagSet: z.union([
      z.string().transform(() => ({ Tag: [] })),
      z.object({
        Tag: z
          .array(z.object({ Key: z.string(), Value: z.string() }))
          .default([]),
      }),
    ]),
  }),
});

/** The version that is meant, which must be there. */
function locate(call: Call) {
  const bucket = call.store.bucket(call.request.bucket);
  const { key } = call.request;
  const record = findObject(bucket, key, readVersionId(call));
  return { bucket, record, headers: versionHeader(bucket, record.versionId) };
}

export const getObjectTagging: Operation = {
  name: 'GetObjectTagging',
  writes: false,
  async run(call) {
    const { record, headers } = locate(call);
    const tags = Object.entries(record.tags ?? {}).map(([key, value]) =>
      wrap('Tag', element('Key', key), element('Value', value)),
    );
    return {
      status: 200,
      headers,
      xml: document('Tagging', wrap('TagSet', ...tags)),
    };
  },
};

export const putObjectTagging: Operation = {
  name: 'PutObjectTagging',
  writes: true,
  async run(call) {
    const { bucket, record, headers } = locate(call);
    const { Tagging: given } = await readConfiguration(call, schema);
    const pairs = given.TagSet.Tag.map(
      ({ Key, Value }) => [Key, Value] as const,
    );
    const tags = checkTags(pairs);
    await bucket.update(record.key, record.versionId, () => ({ tags }));
    return { status: 200, headers };
  },
};

export const deleteObjectTagging: Operation = {
  name: 'DeleteObjectTagging',
  writes: true,
  async run(call) {
    const { bucket, record, headers } = locate(call);
    await bucket.update(record.key, record.versionId, () => ({ tags: {} }));
    return { status: 204, headers };
  },
};
