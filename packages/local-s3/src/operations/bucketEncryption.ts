import { z } from 'zod';
import { managedKey } from '../encryption/readEncryption';
import { invalidArgument, S3Error } from '../errors';
import type { Operation } from '../http/call';
import { readConfiguration } from '../http/checkedBody';
import { document, element, wrap } from '../xml';

const schema = z.object({
  ServerSideEncryptionConfiguration: z.object({
    Rule: z
      .array(
        z.object({
          ApplyServerSideEncryptionByDefault: z
            .object({
              SSEAlgorithm: z.enum(['AES256', 'aws:kms', 'aws:kms:dsse']),
              KMSMasterKeyID: z.string().optional(),
            })
            .optional(),
          BucketKeyEnabled: z.string().optional(),
          BlockedEncryptionTypes: z
            .object({ EncryptionType: z.array(z.enum(['SSE-C', 'NONE'])) })
            .optional(),
        }),
      )
      .length(1),
  }),
});

export const getBucketEncryption: Operation = {
  name: 'GetBucketEncryption',
  writes: false,
  async run({ request, store }) {
    const { encryption } = store.bucket(request.bucket).record;
    if (!encryption) {
      throw S3Error.create({
        status: 404,
        code: 'ServerSideEncryptionConfigurationNotFoundError',
        message: 'The server side encryption configuration was not found',
        details: { BucketName: request.bucket },
      });
    }
    const { default: usual, blockCustomerKeys } = encryption;
    const kms = usual && 'keyId' in usual ? usual : undefined;
    return {
      status: 200,
      xml: document(
        'ServerSideEncryptionConfiguration',
        wrap(
          'Rule',
          wrap(
            'ApplyServerSideEncryptionByDefault',
            element('SSEAlgorithm', usual?.type ?? 'AES256'),
            element('KMSMasterKeyID', kms?.keyId),
          ),
          element('BucketKeyEnabled', kms?.bucketKey ?? false),
          blockCustomerKeys
            ? wrap('BlockedEncryptionTypes', element('EncryptionType', 'SSE-C'))
            : '',
        ),
      ),
    };
  },
};

export const putBucketEncryption: Operation = {
  name: 'PutBucketEncryption',
  writes: true,
  async run(call) {
    const { request, store, settings } = call;
    const bucket = store.bucket(request.bucket);
    const { ServerSideEncryptionConfiguration: wanted } =
      await readConfiguration(call, schema);
    const [rule] = wanted.Rule;
    const usual = rule.ApplyServerSideEncryptionByDefault;
    const type = usual?.SSEAlgorithm ?? 'AES256';
    if (type === 'AES256' && usual?.KMSMasterKeyID) {
      throw invalidArgument(
        'a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse',
      );
    }
    const region = bucket.record.region ?? settings.region;
    await bucket.configure({
      encryption: {
        default:
          type === 'AES256'
            ? { type }
            : {
                type,
                keyId: usual?.KMSMasterKeyID || managedKey(settings, region),
                ...(rule.BucketKeyEnabled === 'true' && { bucketKey: true }),
              },
        blockCustomerKeys:
          rule.BlockedEncryptionTypes?.EncryptionType.includes('SSE-C') ??
          false,
      },
    });
    return { status: 200 };
  },
};

export const deleteBucketEncryption: Operation = {
  name: 'DeleteBucketEncryption',
  writes: true,
  async run({ request, store }) {
    await store.bucket(request.bucket).configure({ encryption: undefined });
    return { status: 204 };
  },
};
