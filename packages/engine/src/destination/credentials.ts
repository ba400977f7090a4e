import { S3ClientConfig } from '@aws-sdk/client-s3';
import { DestinationConnection, UnderstudyError } from '@understudy/model';

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
 * Static keys for the client; undefined leaves it to the SDK's default chain
 * (environment, profile, web identity, container, instance).
 */
export function clientCredentials(
  connection: DestinationConnection,
): S3ClientConfig['credentials'] {
  const { credentials } = connection;
  if (credentials.type === 'ambient') return undefined;
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
  };
}
