import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { z } from 'zod';
import { malformedXml } from '../errors';
import { type Body, readSmall } from './body';

const maxBytes = 8 * 1024 * 1024;

/** Elements that may come more than once, wherever they stand. */
const lists = new Set([
  'EncryptionType',
  'NoncurrentVersionTransition',
  'Object',
  'Part',
  'Rule',
  'Tag',
  'Transition',
]);

/** Entities stay as they are in the parser, which limits how many it expands: 10,000 quoted ETags are more than that. */
const parser = new XMLParser({
  processEntities: false,
  parseTagValue: false,
  trimValues: false,
  ignoreDeclaration: true,
  removeNSPrefix: true,
  isArray: name => lists.has(name),
});

const entities: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/** Text of an element as its writer meant it. */
export function unescapeXml(text: string): string {
  return text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return entities[name] ?? whole;
    const code = /^#x/i.test(name)
      ? parseInt(name.slice(2), 16)
      : parseInt(name.slice(1), 10);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

function unescapeAll(value: unknown): unknown {
  if (typeof value === 'string') return unescapeXml(value);
  if (Array.isArray(value)) return value.map(unescapeAll);
  if (value && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([name]) => name !== '#text')
        .map(([name, child]) => [name, unescapeAll(child)]),
    );
  }
  return value;
}

/** Reads a small XML body; what does not fit the schema is MalformedXML. */
export async function readXml<T>(body: Body, schema: z.ZodType<T>): Promise<T> {
  const text = (await readSmall(body, maxBytes)).toString('utf8');
  if (/<!DOCTYPE/i.test(text) || XMLValidator.validate(text) !== true) {
    throw malformedXml();
  }
  const result = schema.safeParse(unescapeAll(parser.parse(text)));
  if (!result.success) throw malformedXml();
  return result.data;
}
