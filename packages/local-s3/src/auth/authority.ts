import { accessDenied, type S3Error } from '../errors';
import type { Operation } from '../http/call';
import type { S3Request } from '../http/request';
import type { Settings } from '../options';
import { requestContext } from '../policy/context';
import { policySchema } from '../policy/document';
import {
  judgeIdentity,
  judgeResource,
  type Principal,
  type Verdict,
} from '../policy/evaluate';
import type { Store } from '../store/store';
import type { User } from '../users';

/** What the caller of one request may do. */
export interface Authority {
  /** Refuses an action on a key; no key means the bucket itself. The bucket is that of the request unless another is named. */
  authorize(action: string, key: string, bucket?: string): void;
  may(action: string, key: string, bucket?: string): boolean;
}

/** Who somebody is in messages and policies. */
export function principalOf(user: User, accountId: string): Principal {
  const arn = user.arn ?? `arn:aws:iam::${accountId}:user/${user.accessKeyId}`;
  return { arn, accountId: arn.split(':')[4] };
}

interface Options {
  user: User;
  operation: Operation;
  request: S3Request;
  settings: Settings;
  store: Store;
  now: number;
}

/** Why not; undefined where it is allowed. */
function objection(options: {
  identity: Verdict;
  resource: Verdict;
  sameAccount: boolean;
}): string | undefined {
  const { identity, resource, sameAccount } = options;
  if (resource === 'deny') {
    return 'with an explicit deny in a resource-based policy';
  }
  if (identity === 'deny') {
    return 'with an explicit deny in an identity-based policy';
  }
  if (sameAccount && resource === 'allow') return undefined;
  if (identity === 'none') return 'because no identity-based policy allows';
  return sameAccount || resource === 'allow'
    ? undefined
    : 'because no resource-based policy allows';
}

function judge(
  options: Options,
  what: { action: string; key: string; bucket: string },
): S3Error | undefined {
  const { user, operation, request, settings, store, now } = options;
  const { action, key, bucket: name } = what;
  const principal = principalOf(user, settings.accountId);
  const bucket = store.has(name) ? store.bucket(name) : undefined;
  const path = [name, key].filter(Boolean).join('/');
  const resource = `arn:aws:s3:::${path || '*'}`;
  const question = {
    principal,
    action,
    resource,
    context: requestContext({
      request,
      operation: operation.name,
      principal,
      region: bucket?.record.region ?? settings.region,
      now,
      existing: key === '' ? undefined : bucket?.get(key),
    }),
  };
  const { owner = settings.accountId, policy } = bucket?.record ?? {};
  const sameAccount = owner === principal.accountId;
  const ownRights = user.policy
    ? judgeIdentity(user.policy, question)
    : 'allow';
  const reason = objection({
    identity: user.readOnly && operation.writes ? 'none' : ownRights,
    resource: policy
      ? judgeResource(policySchema.parse(JSON.parse(policy)), {
          question,
          sameAccount,
        })
      : 'none',
    sameAccount,
  });
  if (reason === undefined) return undefined;
  return accessDenied(
    `User: ${
      principal.arn
    } is not authorized to perform: ${action} on resource: "${resource}" ${reason}${
      reason.endsWith('allows') ? ` the ${action} action` : ''
    }`,
  );
}

export function createAuthority(options: Options): Authority {
  const { bucket: own } = options.request;
  return {
    may: (action, key, bucket = own) =>
      judge(options, { action, key, bucket }) === undefined,
    authorize: (action, key, bucket = own) => {
      const refusal = judge(options, { action, key, bucket });
      if (refusal) throw refusal;
    },
  };
}
