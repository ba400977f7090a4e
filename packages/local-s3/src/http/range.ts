import { S3Error } from '../errors';

/** Bytes from `start` up to and without `end`. */
export interface ByteRange {
  start: number;
  end: number;
}

/** Reads a Range header. What is no single byte range is ignored, as S3 does; one that lies outside is refused. */
export function parseRange(
  text: string | undefined,
  size: number,
): ByteRange | undefined {
  const match = /^bytes=(\d{0,16})-(\d{0,16})$/.exec(text?.trim() ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  const [, first, last] = match;
  let start = Number(first);
  let end = last === '' ? size : Math.min(Number(last) + 1, size);
  if (first === '') {
    start = Math.max(size - Number(last), 0);
    end = size;
  } else if (last !== '' && Number(last) < start) {
    return undefined;
  }
  if (start >= end) {
    throw S3Error.create({
      status: 416,
      code: 'InvalidRange',
      message: 'The requested range is not satisfiable',
      details: { RangeRequested: text ?? '', ActualObjectSize: size },
      headers: { 'content-range': `bytes */${size}` },
    });
  }
  return { start, end };
}
