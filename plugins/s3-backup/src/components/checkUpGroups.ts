import { CheckUp } from '@understudy/backstage-plugin-s3-backup-common';

type Step = CheckUp['steps'][number];

/** A step of a check-up, or one that is yet to end. */
export type CheckUpRow =
  | Step
  | { id: Step['id']; result: 'running' | 'waiting' };

/** Tried only where a destination asks for what they try. */
const ASKED_FOR: readonly Step['id'][] = ['storage-class', 'encryption', 'acl'];

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
  steps: CheckUpRow[];
  /** The worst of its steps, or what it waits for. */
  result: CheckUpRow['result'];
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
export function groupsOf(checkUp: Pick<CheckUp, 'steps'>): CheckUpGroup[] {
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

/** The same while it goes on: what is to come is there from the start. Pure. */
export function groupsInProgress(progress: {
  steps: Step[];
  running: Step['id'] | null;
}): CheckUpGroup[] {
  const { steps, running } = progress;
  const ids = Object.keys(CHECK_UP_GROUPS) as CheckUpGroupId[];
  return ids.map(id => {
    const rows = CHECK_UP_GROUPS[id].flatMap((name): CheckUpRow[] => {
      const ended = steps.find(step => step.id === name);
      if (ended) return [ended];
      if (name === running) return [{ id: name, result: 'running' }];
      return ASKED_FOR.includes(name) ? [] : [{ id: name, result: 'waiting' }];
    });
    const ended = rows.filter((row): row is Step => 'seen' in row);
    const isRunning = rows.some(row => row.result === 'running');
    const worst = worstOf(ended);
    const over = ended.length === rows.length;
    const bad = worst === 'fail' || worst === 'warn';
    const settled = over || bad ? worst : 'waiting';
    const result = isRunning ? 'running' : settled;
    return {
      id,
      steps: rows,
      result,
      passed: ended.filter(step => step.result === 'pass').length,
      needs: null,
    };
  });
}
