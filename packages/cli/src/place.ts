import { Bucket, openBucket } from '@understudy/engine';
import { readAccessKeys } from './accessKeys';
import { readCustomerKey } from './customerKey';
import { Console } from './console';
import { Flags } from './options';
import { UsageError } from './usage';

/** Opens the bucket that the flags name. Sends nothing yet. */
export async function openPlace(
  flags: Flags,
  console: Console,
): Promise<Bucket> {
  if (!flags.bucket) throw new UsageError('--bucket is missing');
  return openBucket({
    name: 'understudy',
    bucket: flags.bucket,
    prefix: flags.prefix,
    ...(flags.region ? { region: flags.region } : {}),
    ...(flags.endpoint ? { endpoint: flags.endpoint } : {}),
    ...(flags['path-style'] === undefined
      ? {}
      : { forcePathStyle: flags['path-style'] }),
    ...(await readCustomerKey(flags['sse-c-key-file'])),
    credentials: await readAccessKeys(flags['access-key-file'], console.err),
  });
}
