import { PutObjectCommand } from '@aws-sdk/client-s3';
import { UnderstudyError } from '@understudy/model';
import type { Bucket } from '../destination';
import { updateCrc32 } from './crc32';
import { headObject, unquoted } from './headObject';
import { integrityHeaders } from './integrity';
import type { KeptHow } from './keptAs';
import { lookAgain } from './lookAgain';
import { withRetry } from './retry';
import { newUploadToken, UPLOAD_TOKEN } from './uploadToken';

/**
 * A small object to write.
 * @public
 */
export interface PutObjectOptions {
  key: string;
  body: Buffer;
  contentType?: string;
  metadata?: Record<string, string>;
  /** Refuse to overwrite: `s3-conflict` where the key exists. */
  ifNoneMatch?: boolean;
  /** Class, tags and lock, where it has any. */
  how?: KeptHow;
  signal?: AbortSignal;
  /** CRC32 of the body, where it is known already. */
  crc?: number;
}

/**
 * What was written.
 * @public
 */
export interface PutObjectResult {
  etag: string | null;
  versionId: string | null;
  /** CRC32 that the store answered, where it does. */
  crc32?: string | null;
}

/**
 * Writes one object in one request. With `ifNoneMatch` the store refuses a
 * second one; where its profile says that it ignores conditions, we look
 * before, which is weaker: two writers at once may both find nothing.
 * @public
 */
export async function putObject(
  bucket: Bucket,
  options: PutObjectOptions,
): Promise<PutObjectResult> {
  const { key, body, ifNoneMatch, signal } = options;
  const call = { action: 'PutObject', key, signal };
  const honoured = bucket.profile?.conditionalPut !== 'no';
  if (ifNoneMatch && !honoured && (await headObject(bucket, key, { signal }))) {
    throw new UnderstudyError('s3-conflict', { ...call, signal: undefined });
  }
  await bucket.upload.take(body.length, signal);
  const token = newUploadToken();
  const crc = options.crc ?? updateCrc32(body);
  return withRetry(bucket, call, async () => {
    try {
      const output = await bucket.client.send(
        new PutObjectCommand({
          Bucket: bucket.bucket,
          Key: key,
          Body: body,
          ContentLength: body.length,
          ContentType: options.contentType,
          Metadata: { ...options.metadata, [UPLOAD_TOKEN]: token },
          ...options.how,
          ...(ifNoneMatch && honoured ? { IfNoneMatch: '*' } : {}),
          ...integrityHeaders(bucket, body, crc),
        }),
        signal ? { abortSignal: signal } : {},
      );
      return {
        etag: unquoted(output.ETag),
        versionId: output.VersionId ?? null,
        crc32: output.ChecksumCRC32 ?? null,
      };
    } catch (error) {
      return lookAgain(bucket, error, {
        key,
        token,
        bytes: body.length,
        signal,
      });
    }
  });
}
