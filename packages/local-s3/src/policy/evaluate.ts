import { type Context, conditionsHold } from './conditions';
import type { Policy, Statement } from './document';
import { matchesPattern } from './patterns';

/** Who asks. */
export interface Principal {
  /** Of a user, or of a session of a role. */
  arn: string;
  accountId: string;
}

/** What is asked. */
export interface Question {
  principal: Principal;
  action: string;
  resource: string;
  context: Context;
}

export type Verdict = 'allow' | 'deny' | 'none';

/** The role that a session is one of. */
function roleOf(arn: string): string | undefined {
  const match = /^arn:aws:sts::(\d+):assumed-role\/([^/]+)\//.exec(arn);
  return match ? `arn:aws:iam::${match[1]}:role/${match[2]}` : undefined;
}

/** Whether somebody is meant: personally, or as one of an account. */
function isMeant(
  list: string[],
  { arn, accountId }: Principal,
): 'personally' | 'account' | undefined {
  const root = `arn:aws:iam::${accountId}:root`;
  const names = ['*', arn, roleOf(arn)];
  if (list.some(entry => names.includes(entry))) return 'personally';
  return list.includes(root) || list.includes(accountId)
    ? 'account'
    : undefined;
}

function matches(statement: Statement, question: Question): boolean {
  const { action, resource, context, principal } = question;
  const { Action, NotAction, Resource, NotResource, Condition } = statement;
  const lower = action.toLowerCase();
  const named = (list: string[]) =>
    list.some(pattern => matchesPattern(lower, pattern.toLowerCase()));
  const username = principal.arn.split('/').pop() ?? '';
  const covers = (list: string[]) =>
    list.some(pattern =>
      matchesPattern(
        resource,
        pattern.replace(/\$\{aws:username\}/gi, () => username),
      ),
    );
  if (Action ? !named(Action) : named(NotAction ?? [])) return false;
  if (Resource ? !covers(Resource) : covers(NotResource ?? [])) return false;
  return conditionsHold(Condition, context);
}

/** What the policy of a user says. */
export function judgeIdentity(policy: Policy, question: Question): Verdict {
  const found = policy.filter(statement => matches(statement, question));
  if (found.some(({ Effect }) => Effect === 'Deny')) return 'deny';
  return found.length > 0 ? 'allow' : 'none';
}

/**
 * What the policy of a bucket says. To allow an account is to leave it to the
 * account: it says nothing for those whose account owns the bucket.
 */
export function judgeResource(
  policy: Policy,
  options: { question: Question; sameAccount: boolean },
): Verdict {
  const { question, sameAccount } = options;
  let verdict: Verdict = 'none';
  for (const statement of policy) {
    const { Principal: only, NotPrincipal: allBut, Effect } = statement;
    const meant = only
      ? isMeant(only, question.principal)
      : !isMeant(allBut ?? [], question.principal) && 'personally';
    if (meant && matches(statement, question)) {
      if (Effect === 'Deny') return 'deny';
      if (meant === 'personally' || !sameAccount) verdict = 'allow';
    }
  }
  return verdict;
}
