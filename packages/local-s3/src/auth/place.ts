import { accessDenied, S3Error } from '../errors';
import type { S3Request } from '../http/request';
import type { Settings } from '../options';
import type { Store } from '../store/store';

/** Where any endpoint answers, whichever region a bucket is in. */
const anywhere = ['CreateBucket', 'GetBucketLocation', 'ListBuckets'];

/** A bucket is served by its own region; the others say which that is. */
export function checkRegion(options: {
  request: S3Request;
  operation: string;
  signed: string;
  store: Store;
  settings: Settings;
}): void {
  const { request, operation, signed, store, settings } = options;
  if (anywhere.includes(operation) || !store.has(request.bucket)) return;
  const region = store.bucket(request.bucket).record.region ?? settings.region;
  if (signed === region) return;
  const headers = { 'x-amz-bucket-region': region };
  if (signed === 'us-east-1') {
    throw S3Error.create({
      status: 400,
      code: 'AuthorizationHeaderMalformed',
      message: `The authorization header is malformed; the region '${signed}' is wrong; expecting '${region}'`,
      details: { Region: region },
      headers,
    });
  }
  throw S3Error.create({
    status: 301,
    code: 'PermanentRedirect',
    message:
      'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
    details: {
      Endpoint: request.headers.get('host') ?? '',
      Bucket: request.bucket,
    },
    headers,
  });
}

/** Refuses a client that believes the bucket to be somebody else's. */
export function checkOwner(options: {
  request: S3Request;
  store: Store;
  settings: Settings;
}): void {
  const { request, store, settings } = options;
  const expected = request.headers.get('x-amz-expected-bucket-owner');
  if (expected === undefined || !store.has(request.bucket)) return;
  const { owner } = store.bucket(request.bucket).record;
  if (expected !== (owner ?? settings.accountId)) {
    throw accessDenied('Access Denied');
  }
}
