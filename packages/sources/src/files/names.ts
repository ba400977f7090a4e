import { isUtf8 } from 'node:buffer';

/*
 * File names are bytes: a name that is not UTF-8 must come back as it was, so
 * paths stay Buffers from `readdir` to the archive and back.
 */

const SLASH = Buffer.from('/');
const DOT = Buffer.from('.');
export const DOT_DOT = Buffer.from('..');

export function joinPath(directory: Buffer, name: Buffer): Buffer {
  return directory.length === 0
    ? name
    : Buffer.concat([directory, SLASH, name]);
}

/** A path as people read it: bytes that are not UTF-8 as `\xNN`. */
export function displayPath(path: Buffer): string {
  if (isUtf8(path)) return path.toString('utf8');
  let text = '';
  for (let at = 0; at < path.length; ) {
    const length = utf8Length(path, at);
    text +=
      length === 0
        ? `\\x${path[at].toString(16).padStart(2, '0')}`
        : path.toString('utf8', at, at + length);
    at += length || 1;
  }
  return text;
}

/** Bytes of the UTF-8 character at `at`; 0 where there is none. */
function utf8Length(path: Buffer, at: number): number {
  for (let length = 1; length <= 4 && at + length <= path.length; length++) {
    if (isUtf8(path.subarray(at, at + length))) return length;
  }
  return 0;
}

/** Segments of a slash-separated path, without empty ones and `.`. */
export function segmentsOf(path: Buffer): Buffer[] {
  const segments: Buffer[] = [];
  let from = 0;
  for (let at = 0; at <= path.length; at++) {
    if (at < path.length && path[at] !== 0x2f) continue;
    const segment = path.subarray(from, at);
    if (segment.length > 0 && !segment.equals(DOT)) segments.push(segment);
    from = at + 1;
  }
  return segments;
}
