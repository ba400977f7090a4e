import { createHash } from 'node:crypto';
import { z } from 'zod';
import { createDigest } from '../checksum/algorithms';
import {
  compareChecksum,
  compareMd5,
  expectedValue,
  readExpectation,
} from '../checksum/expectation';
import { invalidRequest, malformedXml, S3Error } from '../errors';
import type { Body } from '../http/body';
import type { Call, Operation } from '../http/call';
import { readXml } from '../http/xmlBody';
import { document, element, wrap } from '../xml';

const schema = z.object({
  Delete: z.object({
    Quiet: z.string().optional(),
    Object: z
      .array(
        z.object({
          Key: z.string().min(1),
          VersionId: z.string().optional(),
          ETag: z.string().optional(),
        }),
      )
      .min(1),
  }),
});

/** The same body, its checksum compared as it ends: a list of deletions must not be taken on trust. */
function checkedBody(call: Call): Body {
  const { body, request } = call;
  const expectation = readExpectation(request);
  const { algorithm, md5 } = expectation;
  if (!algorithm && md5 === undefined && !call.effects.omitChecksums) {
    throw invalidRequest(
      'Missing required header for this request: Content-MD5 OR x-amz-checksum-*',
    );
  }
  return {
    ...body,
    async *read() {
      const digest = algorithm && createDigest(algorithm);
      const hash = createHash('md5');
      for await (const chunk of body.read()) {
        digest?.update(chunk);
        hash.update(chunk);
        yield chunk;
      }
      if (call.effects.omitChecksums) return;
      compareMd5(md5, hash.digest());
      if (digest && algorithm) {
        const expected = expectedValue(expectation, body.trailers);
        compareChecksum(
          algorithm,
          expected,
          digest.digest().toString('base64'),
        );
      }
    },
  };
}

export const deleteObjects: Operation = {
  name: 'DeleteObjects',
  writes: true,
  async run(call) {
    const bucket = call.store.bucket(call.request.bucket);
    const { Delete: wanted } = await readXml(checkedBody(call), schema);
    if (wanted.Object.length > 1000) throw malformedXml();
    const results: string[] = [];
    for (const { Key, VersionId, ETag } of wanted.Object) {
      try {
        if (VersionId !== undefined && VersionId !== 'null') {
          throw S3Error.create({
            status: 404,
            code: 'NoSuchVersion',
            message: 'The specified version does not exist.',
          });
        }
        const etag = ETag?.replace(/^"|"$/g, '');
        await bucket.delete(Key, current => {
          if (etag !== undefined && current && current.etag !== etag) {
            throw S3Error.create({
              status: 412,
              code: 'PreconditionFailed',
              message:
                'At least one of the pre-conditions you specified did not hold',
            });
          }
        });
        if (wanted.Quiet !== 'true') {
          results.push(wrap('Deleted', element('Key', Key)));
        }
      } catch (error) {
        const known = error instanceof S3Error ? error : undefined;
        results.push(
          wrap(
            'Error',
            element('Key', Key),
            element('Code', known?.code ?? 'InternalError'),
            element(
              'Message',
              known?.message ??
                'We encountered an internal error. Please try again.',
            ),
          ),
        );
      }
    }
    return { status: 200, xml: document('DeleteResult', ...results) };
  },
};
