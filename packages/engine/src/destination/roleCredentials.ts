import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { ConnectionCredentials, UnderstudyError } from '@understudy/model';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import { CredentialsProvider } from './machineCredentials';

type Role = Extract<ConnectionCredentials, { type: 'assume-role' }>;

/** The role's trust policy names who may assume it, and asks for our id. */
function hintOf({ externalId, roleArn }: Role): string {
  const who = `Its trust policy must allow sts:AssumeRole on ${roleArn} to whoever assumes it`;
  return externalId
    ? `${who}, with the condition StringEquals sts:ExternalId = ${externalId}.`
    : `${who}.`;
}

/** A role, assumed by somebody else's credentials, and again before it ends. */
export function roleCredentials(
  role: Role,
  options: {
    base: CredentialsProvider;
    region: string;
    requestHandler?: NodeHttpHandler;
  },
): CredentialsProvider {
  const { base, region, requestHandler } = options;
  const assume = fromTemporaryCredentials({
    masterCredentials: base,
    params: {
      RoleArn: role.roleArn,
      RoleSessionName: role.sessionName ?? 'understudy',
      ...(role.externalId ? { ExternalId: role.externalId } : {}),
      ...(role.durationSeconds
        ? { DurationSeconds: role.durationSeconds }
        : {}),
    },
    clientConfig: {
      region,
      ...(role.stsEndpoint ? { endpoint: role.stsEndpoint } : {}),
      ...(requestHandler ? { requestHandler } : {}),
    },
  });
  return async () => {
    try {
      return await assume();
    } catch (error) {
      if (error instanceof UnderstudyError) throw error;
      const { name, message } = error as Error;
      const reason = `${name}: ${message}`.split('\n')[0].slice(0, 300);
      throw new UnderstudyError(
        'credentials-missing',
        { tried: `the role ${role.roleArn}`, reason },
        { hint: hintOf(role) },
      );
    }
  };
}
