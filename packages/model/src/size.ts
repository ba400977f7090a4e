import { z } from 'zod';

const UNITS: Record<string, number> = {
  '': 1,
  B: 1,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
};

/**
 * Reads a size as people write it in configuration: bytes or `64MiB`.
 * @throws RangeError with the words that were not understood
 * @public
 */
export function parseSize(text: string | number): number {
  if (typeof text === 'number') {
    if (Number.isSafeInteger(text) && text >= 0) return text;
    throw new RangeError(`not a size in bytes: ${text}`);
  }
  const match = /^\s*(\d+(?:\.\d+)?)\s*([KMGT]?i?B)?\s*$/.exec(text);
  const factor = match && UNITS[match[2] ?? ''];
  if (!match || !factor) {
    throw new RangeError(`not a size: "${text}"; write bytes or e.g. 64MiB`);
  }
  const bytes = Math.round(Number(match[1]) * factor);
  if (!Number.isSafeInteger(bytes)) throw new RangeError(`too large: ${text}`);
  return bytes;
}

/**
 * A size on input: a number of bytes or text such as `64MiB`; bytes after
 * parsing.
 * @public
 */
export const sizeSchema = z
  .union([z.number(), z.string()])
  .transform((value, context) => {
    try {
      return parseSize(value);
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message });
      return z.NEVER;
    }
  });
