import { CheckUp } from '@understudy/backstage-plugin-s3-backup-common';

type Step = CheckUp['steps'][number];

/** Steps by what they are about, in the order in which things fail. */
export const CHECK_UP_GROUPS = {
  reach: ['input', 'resolve', 'allowed', 'connect', 'clock'],
  access: ['credentials', 'region', 'bucket', 'list', 'owner'],
  write: [
    'put',
    'conditional-put',
    'stream',
    'multipart',
    'conditional-complete',
    'abort',
  ],
  read: ['get', 'compare', 'range', 'copy'],
  remove: ['delete', 'multi-delete', 'clean-up'],
  wishes: ['tags', 'storage-class', 'encryption', 'acl', 'versioning', 'lock'],
  bucket: [
    'public-access',
    'default-encryption',
    'lifecycle',
    'replication',
    'mfa-delete',
    'distance',
  ],
} as const satisfies Record<string, readonly Step['id'][]>;

/** The name of a group. */
export type CheckUpGroupId = keyof typeof CHECK_UP_GROUPS;

/** The steps of one group, and what they come to. */
export interface CheckUpGroup {
  id: CheckUpGroupId;
  steps: Step[];
  /** The worst of its steps. */
  result: Step['result'];
  passed: number;
  /** Set where one failure before left all of it untried. */
  needs: Step['id'] | null;
}

/** What decides a group: a failure, then a warning; else whether any passed. */
function worstOf(steps: Step[]): Step['result'] {
  const has = (result: Step['result']) =>
    steps.some(step => step.result === result);
  if (has('fail')) return 'fail';
  if (has('warn')) return 'warn';
  return has('pass') ? 'pass' : 'not-tested';
}

/** A check-up by groups; one without a step is left out. Pure. */
export function groupsOf(checkUp: CheckUp): CheckUpGroup[] {
  const ids = Object.keys(CHECK_UP_GROUPS) as CheckUpGroupId[];
  return ids
    .map(id => {
      const names: readonly string[] = CHECK_UP_GROUPS[id];
      const steps = checkUp.steps.filter(step => names.includes(step.id));
      const untried = steps.every(step => step.needs !== null);
      return {
        id,
        steps,
        result: worstOf(steps),
        passed: steps.filter(step => step.result === 'pass').length,
        needs: untried ? steps[0]?.needs ?? null : null,
      };
    })
    .filter(group => group.steps.length > 0);
}
