import {
  GetObjectTaggingCommand,
  PutObjectCommand,
  PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import type { Bucket } from '../destination';
import { updateCrc32 } from './crc32';
import { unquoted } from './headObject';
import { integrityHeaders } from './integrity';
import { send } from './send';

/** All headers that say how an object is to be kept. */
export type WishedHow = Pick<
  PutObjectCommandInput,
  | 'StorageClass'
  | 'ServerSideEncryption'
  | 'SSEKMSKeyId'
  | 'SSEKMSEncryptionContext'
  | 'BucketKeyEnabled'
  | 'SSECustomerAlgorithm'
  | 'SSECustomerKey'
  | 'SSECustomerKeyMD5'
  | 'ACL'
  | 'Tagging'
  | 'ObjectLockMode'
  | 'ObjectLockRetainUntilDate'
>;

/**
 * Writes a small object to be kept in a certain way, to learn whether a store
 * takes it: its digest goes along as a header, as locks demand it.
 */
export async function putWith(
  bucket: Bucket,
  options: {
    key: string;
    body: Buffer;
    how: WishedHow;
    /** What an error would be about: a class, a KMS key, an ACL. */
    detail?: string;
    signal?: AbortSignal;
  },
): Promise<{ etag: string | null; versionId: string | null }> {
  const { key, body, how, detail, signal } = options;
  const output = await send(
    bucket,
    'PutObject',
    { key, detail, signal },
    (client, settings) =>
      client.send(
        new PutObjectCommand({
          Bucket: bucket.bucket,
          Key: key,
          Body: body,
          ContentLength: body.length,
          ...how,
          ...integrityHeaders(bucket, body, updateCrc32(body)),
        }),
        settings,
      ),
  );
  return {
    etag: unquoted(output.ETag),
    versionId: output.VersionId ?? null,
  };
}

/** The tags of an object, `name=value`, in their order. */
export async function tagsOf(
  bucket: Bucket,
  key: string,
  signal?: AbortSignal,
): Promise<string[]> {
  const output = await send(
    bucket,
    'GetObjectTagging',
    { key, signal },
    (client, settings) =>
      client.send(
        new GetObjectTaggingCommand({ Bucket: bucket.bucket, Key: key }),
        settings,
      ),
  );
  return (output.TagSet ?? []).map(({ Key, Value }) => `${Key}=${Value}`);
}
