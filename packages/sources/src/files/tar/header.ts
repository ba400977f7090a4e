import { TarError } from './byteReader';
import { checksum } from './format';

/** The fields of one header block. */
export interface Header {
  type: string;
  name: Buffer;
  link: Buffer;
  mode: number;
  size: number;
  mtime: number;
}

function text(block: Buffer, at: number, length: number): Buffer {
  const field = block.subarray(at, at + length);
  const end = field.indexOf(0);
  return end === -1 ? field : field.subarray(0, end);
}

/** Octal digits, or base 256 where the first bit is set. */
function number(block: Buffer, at: number, length: number): number {
  if (block[at] & 0x80) {
    const digits = Buffer.from(block.subarray(at, at + length));
    digits[0] &= 0x7f;
    const value = BigInt(`0x${digits.toString('hex')}`);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) {
      throw new TarError('a header holds a number out of range');
    }
    return Number(value);
  }
  const digits = text(block, at, length).toString('latin1').trim();
  if (digits === '') return 0;
  if (!/^[0-7]+$/.test(digits)) {
    throw new TarError('a header holds a field that is not a number');
  }
  return parseInt(digits, 8);
}

export function isZero(block: Buffer): boolean {
  return block.every(byte => byte === 0);
}

/** Reads a header block whose checksum fits. */
export function parseHeader(block: Buffer): Header {
  if (number(block, 148, 8) !== checksum(block)) {
    throw new TarError('a header does not fit its checksum');
  }
  let name = text(block, 0, 100);
  if (block.toString('latin1', 257, 263) === 'ustar\0') {
    const prefix = text(block, 345, 155);
    if (prefix.length > 0) {
      name = Buffer.concat([prefix, Buffer.from('/'), name]);
    }
  }
  return {
    type: block[156] === 0 ? '0' : String.fromCharCode(block[156]),
    // Copies: the block is a view of a chunk that moves on.
    name: Buffer.from(name),
    link: Buffer.from(text(block, 157, 100)),
    mode: number(block, 100, 8),
    size: number(block, 124, 12),
    mtime: number(block, 136, 12),
  };
}

/** Reads the records of a pax header. */
export function parsePax(body: Buffer): Map<string, Buffer> {
  const records = new Map<string, Buffer>();
  for (let at = 0; at < body.length; ) {
    const blank = body.indexOf(0x20, at);
    const digits = blank === -1 ? '' : body.toString('latin1', at, blank);
    const end = at + Number(digits);
    if (
      !/^[1-9][0-9]*$/.test(digits) ||
      end > body.length ||
      end <= blank ||
      body[end - 1] !== 0x0a
    ) {
      throw new TarError('a pax record is malformed');
    }
    const record = body.subarray(blank + 1, end - 1);
    const equals = record.indexOf(0x3d);
    if (equals < 1) throw new TarError('a pax record has no key');
    records.set(
      record.toString('utf8', 0, equals),
      Buffer.from(record.subarray(equals + 1)),
    );
    at = end;
  }
  return records;
}
