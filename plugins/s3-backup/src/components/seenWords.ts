import { messages } from '../messages';
import { checkUpSeen } from '../messages/checkUpSeen';
import type { T } from '../translation';

type Key = keyof typeof checkUpSeen;
type Fill = (key: Key, values: Record<string, string>) => string;

const BRACES = /\{\{(\w+)\}\}/;

/** The pieces of a message between what varies, and the names of that. */
function patternOf(text: string): { pattern: RegExp; names: string[] } {
  const pieces = text.split(BRACES);
  const literal = (piece: string) =>
    piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const source = pieces
    .map((piece, at) => (at % 2 === 0 ? literal(piece) : '(.+?)'))
    .join('');
  return {
    pattern: new RegExp(`^${source}$`, 's'),
    names: pieces.filter((_, at) => at % 2 === 1),
  };
}

/** What varies least comes first: it says most. */
const keysOf = (step: string): Key[] =>
  (Object.keys(checkUpSeen) as Key[])
    .filter(key => key.startsWith(`seen.${step}.`))
    .sort(
      (a, b) =>
        Number(BRACES.test(messages[a])) - Number(BRACES.test(messages[b])),
    );

/**
 * What a row without a code says, in the language of the page; what varies in
 * it may be a sentence of ours, too. Undefined for words that are not ours.
 */
export function seenWords(
  t: T,
  step: string,
  said: string,
): string | undefined {
  for (const key of [...keysOf(step), ...keysOf('any')]) {
    const { pattern, names } = patternOf(messages[key]);
    const match = pattern.exec(said);
    if (!match) continue;
    const values = names.map((name, at) => {
      const value = match[at + 1];
      return [name, seenWords(t, 'any', value) ?? value];
    });
    return (t as unknown as Fill)(key, Object.fromEntries(values));
  }
  return undefined;
}
