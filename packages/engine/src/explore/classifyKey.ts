import {
  isFixedName,
  OWNER_FILE,
  PLAN_FILE,
  STATUS_FILE,
} from '../manifest/files';
import { parseRunKey } from '../manifest/folders';

/**
 * What stands under a key, judged by the key alone. `not-ours` is what no part
 * of the product writes.
 * @public
 */
export const KEY_KINDS = [
  'artifact',
  'manifest',
  'intent',
  'lock',
  'held',
  'proof',
  'tombstone',
  'plan-file',
  'owner-file',
  'status-file',
  'check-up',
  'not-ours',
] as const;
/** @public */
export type KeyKind = (typeof KEY_KINDS)[number];

/** @public */
export interface ClassifiedKey {
  kind: KeyKind;
  /** Folder of the run it lies in, below the prefix. */
  folder: string | null;
  /** Which attempt of the run wrote it, where the key says so. */
  attempt: number | null;
}

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const OWNER_MARKER = new RegExp(`^_owner/\\d{10}_${UUID}_${UUID}$`);
const CHECK_UP = /^_checkup\/[^/]+\/./;
const NAME = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const IN_PLAN = new RegExp(
  `^(?:_portal|[^_/][^/]*/[^/]+/[^/]+)/${NAME}/(?:(${PLAN_FILE.replace(
    '.',
    '\\.',
  )})|current/([^/]+))$`,
);
/** An artifact's name with the endings of its packing. */
const ARTIFACT_NAME = /^[A-Za-z0-9._-]{1,140}$/;
const ATTEMPT = /^a([1-9]\d*)\/([^/]+)$/;

const FIXED: Record<string, KeyKind> = {
  'manifest.json': 'manifest',
  'deleted.json': 'tombstone',
  'held.json': 'held',
  'lock.json': 'lock',
};

const plain = (kind: KeyKind): ClassifiedKey => ({
  kind,
  folder: null,
  attempt: null,
});

/**
 * Says what a key below the prefix is. Pure: whether an artifact still belongs
 * to something is not its to say.
 * @public
 */
export function classifyKey(relative: string): ClassifiedKey {
  if (relative === OWNER_FILE || OWNER_MARKER.test(relative)) {
    return plain('owner-file');
  }
  if (relative === STATUS_FILE) return plain('status-file');
  if (CHECK_UP.test(relative)) return plain('check-up');
  const inPlan = IN_PLAN.exec(relative);
  if (inPlan?.[1]) return plain('plan-file');
  if (inPlan?.[2] && ARTIFACT_NAME.test(inPlan[2])) return plain('artifact');
  const run = parseRunKey(relative);
  if (!run) return plain('not-ours');
  const { folder, rest } = run;
  const attempt = ATTEMPT.exec(rest);
  const n = attempt ? Number(attempt[1]) : null;
  if (isFixedName(rest)) {
    const kind = FIXED[rest] ?? (n === null ? 'proof' : 'intent');
    return { kind, folder, attempt: n };
  }
  if (attempt && ARTIFACT_NAME.test(attempt[2])) {
    return { kind: 'artifact', folder, attempt: n };
  }
  return { kind: 'not-ours', folder, attempt: null };
}
