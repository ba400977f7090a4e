import type { NodeHttpHandler } from '@smithy/node-http-handler';
import {
  ConnectionCredentials,
  DestinationConnection,
  UnderstudyError,
} from '@understudy/model';
import { CredentialsProvider, machineCredentials } from './machineCredentials';
import { roleCredentials } from './roleCredentials';

/**
 * Pasted keys as they were meant.
 * @public
 */
export interface TrimmedCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  /** What was changed, to be said beside the field. */
  notices: string[];
}

/**
 * Trims the ends of pasted keys and says so; refuses what cannot be meant:
 * spaces inside, nothing at all, or both in the other's field.
 * @throws UnderstudyError `credentials-malformed`, `s3-swapped-keys`; neither
 *   holds a key
 * @public
 */
export function trimCredentials(input: {
  accessKeyId: string;
  secretAccessKey: string;
}): TrimmedCredentials {
  const notices: string[] = [];
  const trim = (value: string, label: string): string => {
    const trimmed = value.trim();
    const ends = [
      value.length > value.trimStart().length ? 'beginning' : '',
      value.length > value.trimEnd().length ? 'end' : '',
    ].filter(Boolean);
    if (trimmed === '') {
      throw new UnderstudyError('credentials-malformed', {
        what: `The ${label} is empty`,
      });
    }
    if (ends.length > 0) {
      notices.push(
        `Removed a space at the ${ends.join(' and the ')} of the ${label}.`,
      );
    }
    // eslint-disable-next-line no-control-regex
    if (/[\s\u0000-\u001f\u007f]/.test(trimmed)) {
      throw new UnderstudyError('credentials-malformed', {
        what: `The ${label} has a space or line break inside`,
      });
    }
    return trimmed;
  };
  const accessKeyId = trim(input.accessKeyId, 'access key ID');
  const secretAccessKey = trim(input.secretAccessKey, 'secret access key');
  if (looksSwapped(accessKeyId, secretAccessKey)) {
    throw new UnderstudyError('s3-swapped-keys', {
      begin: secretAccessKey.slice(0, 4),
    });
  }
  return { accessKeyId, secretAccessKey, notices };
}

/** AWS's shapes: an ID has 20 characters and begins with AKIA or ASIA, a secret 40. */
function looksSwapped(accessKeyId: string, secretAccessKey: string): boolean {
  return (
    accessKeyId.length === 40 && /^A[KS]IA[A-Z0-9]{16}$/.test(secretAccessKey)
  );
}

/**
 * Whose keys sign the requests: those that were given, what the machine has,
 * or a role that one of the two assumes.
 */
export function clientCredentials(
  connection: DestinationConnection,
  options: { region: string | undefined; requestHandler?: NodeHttpHandler },
): CredentialsProvider {
  const { credentials } = connection;
  const { region = 'us-east-1', requestHandler } = options;
  if (credentials.type !== 'assume-role') return baseOf(credentials, region);
  const base = baseOf(credentials.base, region);
  return roleCredentials(credentials, { base, region, requestHandler });
}

function baseOf(
  credentials: Exclude<ConnectionCredentials, { type: 'assume-role' }>,
  region: string,
): CredentialsProvider {
  if (credentials.type === 'ambient') {
    const { source, profile } = credentials;
    return machineCredentials({ source, profile, region });
  }
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  return async () => ({
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
  });
}
