import { z } from 'zod';
import { malformedXml, S3Error } from '../errors';
import type { Call, Operation } from '../http/call';
import { checkedBody } from '../http/checkedBody';
import { readXml } from '../http/xmlBody';
import type { Bucket } from '../store/bucket';
import { document, element, wrap } from '../xml';
import { performDelete } from './deleteObject';
import { parseVersionId } from './findObject';

const namedSchema = z.object({
  Key: z.string().min(1),
  VersionId: z.string().optional(),
  ETag: z.string().optional(),
});
const schema = z.object({
  Delete: z.object({
    Quiet: z.string().optional(),
    Object: z.array(namedSchema).min(1),
  }),
});
type Named = z.infer<typeof namedSchema>;

async function deleteOne(
  call: Call,
  bucket: Bucket,
  named: Named,
): Promise<string> {
  const { Key: key, VersionId } = named;
  const wanted = VersionId === undefined ? undefined : VersionId || 'null';
  call.authorize(
    wanted === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion',
    key,
  );
  const etag = named.ETag?.replace(/^"|"$/g, '');
  const { versionId, deleteMarker } = await performDelete(call, bucket, {
    key,
    versionId: parseVersionId(wanted),
    guard: current => {
      if (etag !== undefined && current && current.etag !== etag) {
        throw S3Error.create({
          status: 412,
          code: 'PreconditionFailed',
          message:
            'At least one of the pre-conditions you specified did not hold',
        });
      }
    },
  });
  return wrap(
    'Deleted',
    element('Key', key),
    element('VersionId', wanted),
    element('DeleteMarker', deleteMarker),
    element('DeleteMarkerVersionId', deleteMarker ? versionId : undefined),
  );
}

function errorXml(named: Named, error: unknown): string {
  const known = error instanceof S3Error ? error : undefined;
  return wrap(
    'Error',
    element('Key', named.Key),
    element('VersionId', named.VersionId),
    element('Code', known?.code ?? 'InternalError'),
    element(
      'Message',
      known?.message ?? 'We encountered an internal error. Please try again.',
    ),
  );
}

export const deleteObjects: Operation = {
  name: 'DeleteObjects',
  writes: true,
  async run(call) {
    const bucket = call.store.bucket(call.request.bucket);
    // A list of deletions must not be taken on trust.
    const body = checkedBody(call, { required: true });
    const { Delete: wanted } = await readXml(body, schema);
    if (wanted.Object.length > 1000) throw malformedXml();
    const results: string[] = [];
    for (const named of wanted.Object) {
      try {
        const done = await deleteOne(call, bucket, named);
        if (wanted.Quiet !== 'true') results.push(done);
      } catch (error) {
        results.push(errorXml(named, error));
      }
    }
    return { status: 200, xml: document('DeleteResult', ...results) };
  },
};
