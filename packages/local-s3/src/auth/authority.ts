import { accessDenied } from '../errors';
import type { Operation } from '../http/call';
import type { S3Request } from '../http/request';
import type { User } from '../users';

/** What the caller of one request may do. */
export interface Authority {
  /** Refuses an action on a key of the request's bucket. */
  authorize(action: string, key: string): void;
  may(action: string, key: string): boolean;
}

/** Who somebody is in messages and policies. */
export function arnOf(user: User, accountId: string): string {
  return user.arn ?? `arn:aws:iam::${accountId}:user/${user.accessKeyId}`;
}

export function createAuthority(options: {
  user: User;
  operation: Operation;
  request: S3Request;
  accountId: string;
}): Authority {
  const { user, operation, request, accountId } = options;
  const allowed = !operation.writes || !user.readOnly;
  return {
    may: () => allowed,
    authorize: (action, key) => {
      if (allowed) return;
      const resource = [request.bucket, key].filter(Boolean).join('/');
      throw accessDenied(
        `User: ${arnOf(
          user,
          accountId,
        )} is not authorized to perform: ${action} on resource: "arn:aws:s3:::${resource}" because no identity-based policy allows the ${action} action`,
      );
    },
  };
}
