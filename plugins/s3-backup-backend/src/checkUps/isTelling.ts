import type { Problem } from '@understudy/model';

/** Errors by which a store says that it is not as its profile has it. */
const CODES = new Set([
  's3-unsupported',
  's3-too-large',
  's3-bad-storage-class',
  's3-acl-refused',
  's3-no-object-lock',
  's3-no-versioning',
  's3-corrupt',
]);

const STORE =
  /^(NotImplemented|MissingContentLength|XAmzContentSHA256Mismatch|InvalidPart|InvalidPartOrder|EntityTooLarge|TooManyParts|InvalidDigest|BadDigest|InvalidRequest|InvalidArgument)$/;

/**
 * Whether an error of a run is a reason to probe its store anew. Pure.
 * @internal
 */
export function isTelling(problem: Pick<Problem, 'code' | 'details'>): boolean {
  const { code, details } = problem;
  return CODES.has(code) || STORE.test(String(details.store ?? ''));
}
