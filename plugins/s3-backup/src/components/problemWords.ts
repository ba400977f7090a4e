import {
  errorCodeSchema,
  ErrorCode,
} from '@understudy/backstage-plugin-s3-backup-common';
import { messages } from '../messages';
import { T } from '../translation';

/** The words of a failure, as an answer or a row brings them. */
export interface ServerWords {
  code?: string | null;
  title?: string | null;
  message: string;
  hint?: string | null;
  details?: Record<string, unknown>;
}

/** What a page shows of a failure. */
export interface ProblemWords {
  title: string | null;
  message: string;
  hint: string | null;
}

type Key = `error.${ErrorCode}.${keyof ProblemWords}`;
/** Codes are known at run time only, so the details of each are, too. */
type Fill = (key: Key, values: Record<string, string>) => string;

const BRACES = /\{\{(\w+)\}\}/g;

/**
 * What the server says of a code and nothing else, in its English: ours is the
 * same word for word, which a test holds. So its table need not come along.
 */
function usualWord(key: Key, details: Record<string, unknown>): string {
  return messages[key].replace(BRACES, (_, name: string) => {
    const value = details[name];
    if (value === undefined || value === null || value === '') return 'unknown';
    return Array.isArray(value) ? value.join(', ') : String(value);
  });
}

function valuesOf(t: T, key: Key, details: Record<string, unknown>) {
  const names = [...messages[key].matchAll(BRACES)];
  return Object.fromEntries(
    names.map(([, name]) => {
      const value = details[name];
      if (value === undefined || value === null || value === '') {
        return [name, t('error.unknown')];
      }
      return [name, Array.isArray(value) ? value.join(', ') : String(value)];
    }),
  );
}

/**
 * The words of a failure in the language of the page, by its code and details.
 * Where the server said something of its own, or a code is not known here, its
 * English stays: a translation must never say less than was seen.
 */
export function problemWords(t: T, problem: ServerWords): ProblemWords {
  const { title = null, message, hint = null, details = {} } = problem;
  const said: ProblemWords = { title, message, hint };
  const code = errorCodeSchema.safeParse(problem.code);
  if (!code.success) return said;
  const word = <V extends string | null>(part: keyof ProblemWords, own: V) => {
    const key: Key = `error.${code.data}.${part}`;
    if (own !== usualWord(key, details)) return own;
    return (t as unknown as Fill)(key, valuesOf(t, key, details));
  };
  return {
    title: word(
      'title',
      title ?? usualWord(`error.${code.data}.title`, details),
    ),
    message: word('message', message),
    hint: word('hint', hint),
  };
}

/** The title alone, for a line in a list. */
export const problemTitle = (
  t: T,
  problem: { code: string; title: string; details?: Record<string, unknown> },
): string =>
  problemWords(t, { ...problem, message: '' }).title ?? problem.title;
