import { DestinationConnection } from '@understudy/model';
import { Address } from '../address';
import { trimCredentials } from '../credentials';
import { failed, Outcome, passed, warned } from './outcome';

/**
 * What the form alone tells, before anything is sent. `notices` are changes
 * that were made to what was pasted.
 */
export function checkInput(
  connection: DestinationConnection,
  addresses: Address[],
  notices: readonly string[],
): Outcome {
  const { credentials, bucket, endpoint } = connection;
  const keys =
    credentials.type === 'assume-role' ? credentials.base : credentials;
  if (keys.type === 'keys') {
    try {
      const { notices: spaces } = trimCredentials(keys);
      if (spaces.length > 0) {
        return {
          result: 'fail',
          seen: `The keys have spaces around them.`,
          remedy: 'Paste them again, without spaces.',
          code: 'credentials-malformed',
        };
      }
    } catch (error) {
      return failed(error);
    }
  }
  if (endpoint && new URL(endpoint).hostname.startsWith(`${bucket}.`)) {
    return {
      result: 'fail',
      seen: 'The endpoint begins with the name of the bucket.',
      remedy: 'Enter the endpoint without the bucket: it is added to it.',
      fix: { field: 'endpoint', value: endpoint.replace(`${bucket}.`, '') },
      code: 'options-invalid',
    };
  }
  if (addresses.some(it => it.protocol === 'http:' && !it.loopback)) {
    return warned(
      'The endpoint is plain http: everybody in between can read along.',
      'Use https, or encrypt the backups.',
    );
  }
  return passed(['Complete and well formed.', ...notices].join(' '));
}
