import { createHash } from 'node:crypto';
import type { PutObjectCommandInput } from '@aws-sdk/client-s3';
import { StoreWishes } from './wishes';

type Encryption = NonNullable<StoreWishes['encryption']>;

/** Parameters of a request that brings the key along, or asks for one. */
export type EncryptionInput = Pick<
  PutObjectCommandInput,
  | 'ServerSideEncryption'
  | 'SSEKMSKeyId'
  | 'SSEKMSEncryptionContext'
  | 'BucketKeyEnabled'
  | 'SSECustomerAlgorithm'
  | 'SSECustomerKey'
  | 'SSECustomerKeyMD5'
>;

/** The customer's key and its digest: with each request that touches bytes. */
export function customerKey(key: string) {
  const digest = createHash('md5').update(Buffer.from(key, 'base64'));
  return {
    SSECustomerAlgorithm: 'AES256',
    SSECustomerKey: key,
    SSECustomerKeyMD5: digest.digest('base64'),
  };
}

/** What a write says of its encryption. */
export function encryptionHeaders(wish: Encryption): EncryptionInput {
  if (wish.type === 'AES256') return { ServerSideEncryption: 'AES256' };
  if (wish.type === 'sse-c') return customerKey(wish.key);
  const { keyId, bucketKey, context } = wish;
  return {
    ServerSideEncryption: 'aws:kms',
    ...(keyId ? { SSEKMSKeyId: keyId } : {}),
    ...(bucketKey === undefined ? {} : { BucketKeyEnabled: bucketKey }),
    ...(context
      ? {
          SSEKMSEncryptionContext: Buffer.from(
            JSON.stringify(context),
          ).toString('base64'),
        }
      : {}),
  };
}
