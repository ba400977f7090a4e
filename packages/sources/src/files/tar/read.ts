import { ByteReader, TarError } from './byteReader';
import { BLOCK, TYPE, padding } from './format';
import { Header, isZero, parseHeader, parsePax } from './header';

/** Names and records in front of an entry are no larger than this. */
const MAX_META = 1024 * 1024;

/** An entry of an archive; its name is judged by whoever unpacks it. */
export interface ReadEntry {
  type: 'file' | 'hardLink' | 'symlink' | 'directory' | 'device' | 'pipe';
  name: Buffer;
  link: Buffer;
  mode: number;
  size: number;
  /** Seconds since 1970, with fractions. */
  mtime: number;
  /** To be read before the next entry is asked for; what is left is skipped. */
  body: AsyncGenerator<Buffer>;
}

const TYPES: Record<string, ReadEntry['type']> = {
  '0': 'file',
  '7': 'file',
  '1': 'hardLink',
  '2': 'symlink',
  '3': 'device',
  '4': 'device',
  '5': 'directory',
  '6': 'pipe',
};

interface Before {
  name?: Buffer;
  link?: Buffer;
  pax?: Map<string, Buffer>;
}

/**
 * The entries of a tar archive, names as bytes. Strict about its end: an
 * archive that was cut, even between two entries, and one with anything but
 * zeros behind its end throw {@link TarError}.
 */
export async function* readTar(
  source: AsyncIterable<Buffer>,
): AsyncGenerator<ReadEntry> {
  const reader = ByteReader.create(source);
  let before: Before = {};
  for (;;) {
    const block = await reader.exact(BLOCK, 'the middle: its end is missing');
    if (isZero(block)) {
      await expectEnd(reader);
      return;
    }
    const header = parseHeader(block);
    if (await readMeta(reader, header, before)) continue;
    const entry = entryOf(header, before);
    before = {};

    const content = { left: entry.size };
    entry.body = bodyOf(reader, content);
    yield entry;
    await reader.skip(content.left + padding(entry.size), 'a file');
  }
}

async function* bodyOf(
  reader: ByteReader,
  content: { left: number },
): AsyncGenerator<Buffer> {
  while (content.left > 0) {
    const chunk = await reader.some(content.left);
    if (!chunk) throw new TarError('the archive ends in a file');
    content.left -= chunk.length;
    yield chunk;
  }
}

async function expectEnd(reader: ByteReader): Promise<void> {
  const second = await reader.exact(BLOCK, 'the middle of its end');
  if (!isZero(second)) throw new TarError('a single block of zeros inside');
  for (;;) {
    const rest = await reader.some(64 * 1024);
    if (!rest) return;
    if (!isZero(rest)) throw new TarError('there is more behind its end');
  }
}

/** Headers that only speak of the entry after them. */
async function readMeta(
  reader: ByteReader,
  { type, size }: Header,
  before: Before,
): Promise<boolean> {
  const known: string[] = [
    TYPE.pax,
    TYPE.paxGlobal,
    TYPE.longName,
    TYPE.longLink,
  ];
  if (!known.includes(type)) return false;
  if (size > MAX_META) throw new TarError('a name or record is too large');
  const body = await reader.exact(size, 'a header');
  await reader.skip(padding(size), 'a header');
  if (type === TYPE.pax) before.pax = parsePax(body);
  if (type === TYPE.longName) before.name = withoutEnd(body);
  if (type === TYPE.longLink) before.link = withoutEnd(body);
  return true;
}

/** One NUL ends a long name; any other stays, and is refused later. */
function withoutEnd(body: Buffer): Buffer {
  const end = body[body.length - 1] === 0 ? body.length - 1 : body.length;
  return Buffer.from(body.subarray(0, end));
}

function entryOf(header: Header, { name, link, pax }: Before): ReadEntry {
  const entry = {
    name: pax?.get('path') ?? name ?? header.name,
    link: pax?.get('linkpath') ?? link ?? header.link,
    mode: header.mode,
    mtime: decimal(pax, 'mtime') ?? header.mtime,
    size: decimal(pax, 'size') ?? header.size,
    body: undefined as unknown as ReadEntry['body'],
  };
  for (const key of pax?.keys() ?? []) {
    if (key.startsWith('GNU.sparse.')) {
      throw new TarError('it holds sparse files in a form we do not read');
    }
  }
  let type = TYPES[header.type];
  if (!type) {
    throw new TarError(`it holds an entry of unknown type "${header.type}"`);
  }
  if (!Number.isSafeInteger(entry.size) || entry.size < 0) {
    throw new TarError('an entry has no size');
  }
  // Old archives tell folders by a slash at the end alone.
  if (type === 'file' && entry.name[entry.name.length - 1] === 0x2f) {
    type = 'directory';
  }
  // Only files have content, whatever the field says.
  return { ...entry, type, size: type === 'file' ? entry.size : 0 };
}

function decimal(
  pax: Map<string, Buffer> | undefined,
  key: string,
): number | undefined {
  const text = pax?.get(key)?.toString('latin1');
  if (text === undefined) return undefined;
  if (!/^-?[0-9]+(\.[0-9]*)?$/.test(text)) {
    throw new TarError(`its pax record ${key} is not a number`);
  }
  return Number(text);
}
