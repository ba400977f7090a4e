import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { createDigest } from '../checksum/algorithms';
import {
  compareChecksum,
  compareMd5,
  expectedValue,
  readExpectation,
} from '../checksum/expectation';
import { invalidRequest } from '../errors';
import type { Body } from './body';
import type { Call } from './call';
import { readXml } from './xmlBody';

/** The body of a call, its checksum compared as it ends. */
export function checkedBody(call: Call, options: { required: boolean }): Body {
  const { body, request } = call;
  const expectation = readExpectation(request);
  const { algorithm, md5 } = expectation;
  const missing = !algorithm && md5 === undefined;
  if (options.required && missing && !call.effects.omitChecksums) {
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

/** A configuration in XML, its checksum compared where it came with one. */
export function readConfiguration<T>(
  call: Call,
  schema: z.ZodType<T>,
): Promise<T> {
  return readXml(checkedBody(call, { required: false }), schema);
}
