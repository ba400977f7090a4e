import { RESERVED_SEGMENTS } from '@understudy/model';

/** Bytes that stand for themselves in a segment of a key. */
const PLAIN = /[a-z0-9._-]/;

/** A segment of a key; never `.`, `..`, empty or one of the reserved names. */
function segment(text: string): string {
  const encodeAll =
    text === '.' ||
    text === '..' ||
    (RESERVED_SEGMENTS as readonly string[]).includes(text);
  return [...Buffer.from(text, 'utf8')]
    .map(byte => {
      const character = String.fromCharCode(byte);
      return !encodeAll && PLAIN.test(character)
        ? character
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}

/**
 * An instant as keys have it: `2026-11-21T02-00-00Z`.
 * @public
 */
export function instantInKey(instant: string | Date): string {
  const iso = new Date(instant).toISOString();
  return `${iso.slice(0, 19).replace(/:/g, '-')}Z`;
}

/**
 * Folder of a plan below the prefix: `<kind>/<namespace>/<name>/<plan>`, or
 * `_portal/<plan>` for a plan of the portal itself.
 * @public
 */
export function entityFolder(entityRef: string | null, plan: string): string {
  if (entityRef === null) return `_portal/${plan}`;
  const match = /^([^:/]+):([^:/]+)\/([^:/]+)$/.exec(
    entityRef.toLocaleLowerCase('en-US'),
  );
  if (!match) throw new RangeError(`not an entity ref: ${entityRef}`);
  return [...match.slice(1).map(segment), plan].join('/');
}

/**
 * Folder of a run below the prefix; `at` is its slot, or its start where it
 * has none.
 * @public
 */
export function runFolder(options: {
  entityRef: string | null;
  plan: string;
  at: string;
  runId: string;
}): string {
  const { entityRef, plan, at, runId } = options;
  return `${entityFolder(entityRef, plan)}/${instantInKey(at)}_${runId}`;
}

const RUN =
  /^((?:_portal\/[^/]+|[^_/][^/]*\/[^/]+\/[^/]+\/[^/]+)\/\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ_([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}))\/(.+)$/;

/**
 * Takes a key below the prefix apart: the folder of its run, and the rest.
 * Undefined for what is not in the folder of a run.
 */
export function parseRunKey(
  relative: string,
): { folder: string; runId: string; rest: string } | undefined {
  const match = RUN.exec(relative);
  return match
    ? { folder: match[1], runId: match[2], rest: match[3] }
    : undefined;
}
