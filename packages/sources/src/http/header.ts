/** Of a header (RFC 9110, token). */
export const NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$/;
const HEADER = /^([^:\s]+): ?([\t -~]*)$/;
/** Headers that hold credentials. */
export const CREDENTIALS = /^(authorization|proxy-authorization|cookie)$/i;

/** Name and value of `Accept: text/csv`. */
export function headerOf(line: string): { name: string; value: string } {
  const [, name = '', value = ''] = HEADER.exec(line) ?? [];
  return { name, value };
}
