import { ErrorCode } from './error';
import { MESSAGES } from './messages';

/** @public */
export interface Explanation {
  title: string;
  message: string;
  hint: string;
}

/**
 * Fills `{name}` with details; what is unknown reads "unknown", so that no
 * sentence ever shows a brace or "undefined".
 */
function fill(text: string, details: Record<string, unknown>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = details[name];
    if (value === undefined || value === null || value === '') return 'unknown';
    return Array.isArray(value) ? value.join(', ') : String(value);
  });
}

/**
 * Title, what was seen, and what to do, for a code and its details.
 * @public
 */
export function explain(
  code: ErrorCode,
  details: Record<string, unknown> = {},
): Explanation {
  const [title, message, hint] = MESSAGES[code];
  return {
    title: fill(title, details),
    message: fill(message, details),
    hint: fill(hint, details),
  };
}
