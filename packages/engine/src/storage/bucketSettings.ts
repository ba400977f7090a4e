import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyStatusCommand,
  GetBucketReplicationCommand,
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  GetPublicAccessBlockCommand,
  LifecycleRule,
  ObjectLockConfiguration,
  PublicAccessBlockConfiguration,
  ReplicationConfiguration,
  ServerSideEncryptionConfiguration,
} from '@aws-sdk/client-s3';
import { UnderstudyError } from '@understudy/model';
import type { Bucket } from '../destination';
import { send } from './send';

/**
 * A setting of a bucket: what it is, that there is none, or why it is not
 * known. What keys may not ask is no failure: least rights leave it out.
 * @public
 */
export type Setting<T> =
  | { state: 'set'; value: T }
  | { state: 'none' }
  | { state: 'unknown'; why: string };

/** Codes that mean "not configured". */
const NONE =
  /^(NoSuch|ObjectLockConfigurationNotFound|ServerSideEncryptionConfigurationNotFound|ReplicationConfigurationNotFound)/;

async function asked<T>(work: Promise<T | undefined>): Promise<Setting<T>> {
  try {
    const value = await work;
    return value === undefined ? { state: 'none' } : { state: 'set', value };
  } catch (error) {
    const { code, details, message } = UnderstudyError.from(error);
    if (code === 'cancelled') throw error;
    if (NONE.test(String(details.store)) && details.store !== 'NoSuchBucket') {
      return { state: 'none' };
    }
    const { status, store, action } = details;
    if (status === 403) {
      return { state: 'unknown', why: `these keys may not ask (${action})` };
    }
    if (status === 501 || status === 405 || status === 400) {
      return { state: 'unknown', why: `this store does not tell (${store})` };
    }
    return { state: 'unknown', why: message };
  }
}

/**
 * What a bucket is set up to do with what is put into it.
 * @public
 */
export interface BucketSettings {
  versioning: Setting<{ status: string; mfaDelete: boolean }>;
  lock: Setting<ObjectLockConfiguration>;
  publicAccess: Setting<PublicAccessBlockConfiguration>;
  policyIsPublic: Setting<boolean>;
  encryption: Setting<ServerSideEncryptionConfiguration>;
  lifecycle: Setting<LifecycleRule[]>;
  replication: Setting<ReplicationConfiguration>;
}

/**
 * Asks for all settings of a bucket that matter to backups, at once.
 * @public
 */
export async function bucketSettings(
  bucket: Bucket,
  signal?: AbortSignal,
): Promise<BucketSettings> {
  const Bucket = bucket.bucket;
  const ask = <T>(
    action: string,
    once: (
      client: Bucket['client'],
      settings: { abortSignal?: AbortSignal },
    ) => Promise<T | undefined>,
  ) => asked(send(bucket, action, { signal }, once));
  const [versioning, lock, publicAccess, policyIsPublic] = await Promise.all([
    ask('GetBucketVersioning', async (client, settings) => {
      const it = await client.send(
        new GetBucketVersioningCommand({ Bucket }),
        settings,
      );
      const mfaDelete = it.MFADelete === 'Enabled';
      return it.Status ? { status: it.Status, mfaDelete } : undefined;
    }),
    ask('GetBucketObjectLockConfiguration', (client, settings) =>
      client
        .send(new GetObjectLockConfigurationCommand({ Bucket }), settings)
        .then(it => it.ObjectLockConfiguration),
    ),
    ask('GetBucketPublicAccessBlock', (client, settings) =>
      client
        .send(new GetPublicAccessBlockCommand({ Bucket }), settings)
        .then(it => it.PublicAccessBlockConfiguration),
    ),
    ask('GetBucketPolicyStatus', (client, settings) =>
      client
        .send(new GetBucketPolicyStatusCommand({ Bucket }), settings)
        .then(it => it.PolicyStatus?.IsPublic),
    ),
  ]);
  const [encryption, lifecycle, replication] = await Promise.all([
    ask('GetEncryptionConfiguration', (client, settings) =>
      client
        .send(new GetBucketEncryptionCommand({ Bucket }), settings)
        .then(it => it.ServerSideEncryptionConfiguration),
    ),
    ask('GetLifecycleConfiguration', (client, settings) =>
      client
        .send(new GetBucketLifecycleConfigurationCommand({ Bucket }), settings)
        .then(it => it.Rules),
    ),
    ask('GetReplicationConfiguration', (client, settings) =>
      client
        .send(new GetBucketReplicationCommand({ Bucket }), settings)
        .then(it => it.ReplicationConfiguration),
    ),
  ]);
  return {
    versioning,
    lock,
    publicAccess,
    policyIsPublic,
    encryption,
    lifecycle,
    replication,
  };
}
