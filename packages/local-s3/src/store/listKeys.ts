import { compareKeys, type KeyIndex } from './keyIndex';

export interface KeyPage {
  /** Keys and common prefixes in their common order. */
  entries: Array<{ key: string } | { prefix: string }>;
  truncated: boolean;
  /** The last key or common prefix: the next page begins after it. */
  last?: string;
}

/** One page of a listing. Whole groups under a common prefix are leapt over, however large they are. */
export function listKeys(
  keys: KeyIndex,
  options: {
    prefix: string;
    delimiter: string;
    after: string;
    limit: number;
    /** Keys that are left out; those under a common prefix count all the same. */
    shown?: (key: string) => boolean;
  },
): KeyPage {
  const { prefix, delimiter, after, limit, shown } = options;
  const page: KeyPage = { entries: [], truncated: false };
  if (limit === 0) return page;
  const isGroup =
    delimiter !== '' &&
    after.startsWith(prefix) &&
    after.slice(prefix.length).indexOf(delimiter) >= 0 &&
    after.endsWith(delimiter);
  let position = keys.lowerBound(prefix);
  if (isGroup) position = Math.max(position, keys.afterPrefix(after));
  else if (after !== '' && compareKeys(after, prefix) >= 0) {
    position = keys.lowerBound(after);
    if (keys.at(position) === after) position += 1;
  }
  for (;;) {
    const key = keys.at(position);
    if (key === undefined || !key.startsWith(prefix)) return page;
    if (shown && !shown(key)) {
      position += 1;
      continue;
    }
    if (page.entries.length === limit) {
      page.truncated = true;
      return page;
    }
    const at = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
    if (at < 0) {
      page.entries.push({ key });
      page.last = key;
      position += 1;
    } else {
      const group = key.slice(0, at + delimiter.length);
      page.entries.push({ prefix: group });
      page.last = group;
      position = keys.afterPrefix(group);
    }
  }
}
