import { leastPolicy, Policy } from './leastPolicy';
import { bucketArn, HelpedDestination, objectsArn, partitionOf } from './place';
import { rolesOf, RightsRole } from './rights';

const HOLDERS = {
  writer: 'credentials',
  pruner: 'pruneCredentials',
  restorer: 'restoreCredentials',
} as const;

/** The role that is assumed; else a place to write somebody's name into. */
function principalOf(
  destination: HelpedDestination,
  role: Exclude<RightsRole, 'setup'>,
): string {
  const holder = destination[HOLDERS[role]];
  if (holder?.roleArn) return holder.roleArn;
  const partition = partitionOf(destination);
  return `arn:${partition}:iam::<ACCOUNT>:user/<${role.toUpperCase()}>`;
}

/**
 * The policy of the bucket: who may do what, for portals of another account,
 * and that nobody comes without TLS. It replaces the one there is.
 * @public
 */
export function bucketPolicy(destination: HelpedDestination): Policy {
  const roles = rolesOf(destination).flatMap(role =>
    role === 'setup' ? [] : [role],
  );
  const allowed = roles.flatMap(role =>
    leastPolicy(destination, role)
      .Statement.filter(({ Action }) => Action[0].startsWith('s3:'))
      .map(({ Sid, Effect, ...rest }) => ({
        Sid: `${role[0].toUpperCase()}${role.slice(1)}${Sid}`,
        Effect,
        Principal: { AWS: principalOf(destination, role) },
        ...rest,
      })),
  );
  return {
    Version: '2012-10-17',
    Statement: [
      ...allowed,
      {
        Sid: 'OnlyOverTls',
        Effect: 'Deny',
        Principal: '*',
        Action: ['s3:*'],
        Resource: [bucketArn(destination), objectsArn(destination)],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  };
}
