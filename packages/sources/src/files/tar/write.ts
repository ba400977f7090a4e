import { isUtf8 } from 'node:buffer';
import { BLOCK, TYPE, checksum, padding } from './format';

/** One entry as it is to stand in an archive. */
export interface TarEntry {
  type: 'file' | 'hardLink' | 'symlink' | 'directory';
  /** A folder's ends with a slash. */
  name: Buffer;
  link?: Buffer;
  mode: number;
  uid: number;
  gid: number;
  mtimeNs: bigint;
  size: number;
}

const NAME = 100;
const MAX_ID = 0o7777777;
const MAX_SIZE = 0o77777777777;
const MAX_SECONDS = 0o77777777777n;
const SECOND = 1_000_000_000n;

/**
 * The blocks before an entry's content. What the classic header holds stands
 * in it alone; long or non-ASCII names, large sizes and ids and fractions of
 * a second go into pax records. A name that is not UTF-8 has no place in pax:
 * it stays as its bytes, in the header or in a GNU long-name entry, and GNU
 * tar reads it back as it was.
 */
export function tarHeader(entry: TarEntry): Buffer {
  const before: Buffer[] = [];
  const pax: Array<[string, string | Buffer]> = [];

  const place = (bytes: Buffer, record: string, long: string) => {
    if (bytes.length <= NAME && (isAscii(bytes) || !isUtf8(bytes))) return;
    if (isUtf8(bytes)) pax.push([record, bytes]);
    else before.push(longEntry(long, bytes));
  };
  if (entry.link) place(entry.link, 'linkpath', TYPE.longLink);
  place(entry.name, 'path', TYPE.longName);
  if (entry.uid > MAX_ID) pax.push(['uid', String(entry.uid)]);
  if (entry.gid > MAX_ID) pax.push(['gid', String(entry.gid)]);
  if (entry.size > MAX_SIZE) pax.push(['size', String(entry.size)]);
  const seconds = floorSeconds(entry.mtimeNs);
  if (entry.mtimeNs % SECOND !== 0n || seconds < 0n || seconds > MAX_SECONDS) {
    pax.push(['mtime', decimalSeconds(entry.mtimeNs)]);
  }
  if (pax.length > 0) before.push(paxEntry(pax));
  before.push(
    block({
      ...entry,
      type: TYPE[entry.type],
      uid: Math.min(entry.uid, MAX_ID),
      gid: Math.min(entry.gid, MAX_ID),
      seconds: seconds < 0n || seconds > MAX_SECONDS ? 0n : seconds,
    }),
  );
  return before.length === 1 ? before[0] : Buffer.concat(before);
}

function isAscii(bytes: Buffer): boolean {
  return bytes.every(byte => byte < 0x80);
}

function floorSeconds(ns: bigint): bigint {
  const seconds = ns / SECOND;
  return ns % SECOND < 0n ? seconds - 1n : seconds;
}

function decimalSeconds(ns: bigint): string {
  const sign = ns < 0n ? '-' : '';
  const positive = ns < 0n ? -ns : ns;
  const fraction = String(positive % SECOND).padStart(9, '0');
  return `${sign}${positive / SECOND}.${fraction}`;
}

/** `<length> <key>=<value>\n`, where the length counts itself. */
function paxRecord(key: string, value: string | Buffer): Buffer {
  const body = Buffer.concat([
    Buffer.from(` ${key}=`),
    Buffer.from(value as string),
    Buffer.from('\n'),
  ]);
  let length = body.length + String(body.length).length;
  length = body.length + String(length).length;
  return Buffer.concat([Buffer.from(String(length)), body]);
}

function paxEntry(records: Array<[string, string | Buffer]>): Buffer {
  const body = Buffer.concat(records.map(([key, v]) => paxRecord(key, v)));
  return withBody(TYPE.pax, Buffer.from('PaxHeader'), body);
}

function longEntry(type: string, bytes: Buffer): Buffer {
  const body = Buffer.concat([bytes, Buffer.from([0])]);
  return withBody(type, Buffer.from('././@LongLink'), body);
}

function withBody(type: string, name: Buffer, body: Buffer): Buffer {
  const header = block({
    type,
    name,
    mode: 0o644,
    uid: 0,
    gid: 0,
    size: body.length,
    seconds: 0n,
  });
  return Buffer.concat([header, body, Buffer.alloc(padding(body.length))]);
}

interface Fields {
  type: string;
  name: Buffer;
  link?: Buffer;
  mode: number;
  uid: number;
  gid: number;
  size: number;
  seconds: bigint;
}

function block(fields: Fields): Buffer {
  const header = Buffer.alloc(BLOCK);
  fields.name.copy(header, 0, 0, NAME);
  const octal = (value: number | bigint, at: number, digits: number) =>
    header.write(value.toString(8).padStart(digits, '0'), at, 'latin1');
  octal(fields.mode & 0o7777, 100, 7);
  octal(fields.uid, 108, 7);
  octal(fields.gid, 116, 7);
  if (fields.size > MAX_SIZE) {
    // Base 256, for readers that do not know the pax record.
    header[124] = 0x80;
    header.writeBigUInt64BE(BigInt(fields.size), 128);
  } else {
    octal(fields.size, 124, 11);
  }
  octal(fields.seconds, 136, 11);
  header.write(fields.type, 156, 'latin1');
  fields.link?.copy(header, 157, 0, NAME);
  header.write('ustar\u000000', 257, 'latin1');
  octal(checksum(header), 148, 6);
  header[155] = 0x20;
  return header;
}
