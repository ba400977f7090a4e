import { invalidArgument, S3Error } from './errors';

const maxTags = 10;

function refuse(code: 'InvalidTag' | 'BadRequest', message: string): S3Error {
  return S3Error.create({ status: 400, code, message });
}

/** Checks pairs against the limits of S3. */
export function checkTags(
  pairs: ReadonlyArray<readonly [string, string]>,
): Record<string, string> {
  if (pairs.length > maxTags) {
    throw refuse('BadRequest', 'Object tags cannot be greater than 10');
  }
  const tags: Record<string, string> = {};
  const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
  for (const [key, value] of pairs) {
    if (
      key === '' ||
      key.length > 128 ||
      !allowed.test(key) ||
      /^aws:/i.test(key)
    ) {
      throw refuse('InvalidTag', 'The TagKey you have provided is invalid');
    }
    if (value.length > 256 || !allowed.test(value)) {
      throw refuse('InvalidTag', 'The TagValue you have provided is invalid');
    }
    if (Object.hasOwn(tags, key)) {
      throw refuse(
        'InvalidTag',
        'Cannot provide multiple Tags with the same key',
      );
    }
    tags[key] = value;
  }
  return tags;
}

/** Reads `x-amz-tagging`: the form of a query string. */
export function readTagHeader(
  text: string | undefined,
): Record<string, string> | undefined {
  if (text === undefined || text === '') return undefined;
  const pairs = [...new URLSearchParams(text)];
  const names = new Set(pairs.map(([name]) => name));
  if (names.size !== pairs.length || names.has('')) {
    throw invalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
      { ArgumentName: 'x-amz-tagging', ArgumentValue: text },
    );
  }
  return checkTags(pairs);
}
