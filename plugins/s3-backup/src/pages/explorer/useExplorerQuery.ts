import { useSearchParams } from '../../live/router';

/** What the address of the explorer says. */
export interface ExplorerQuery {
  path: string;
  /** What is searched for. */
  q: string | undefined;
  leftovers: boolean;
  /** The object whose details are shown. */
  key: string | undefined;
  /** The run that counts or fills the list. */
  rebuild: string | undefined;
}

/** The explorer's address: each view of it can be sent to somebody. */
export function useExplorerQuery(): ExplorerQuery & {
  set: (change: Record<string, string | undefined>) => void;
  /** Where the same view with other values is. */
  hrefWith: (change: Record<string, string | undefined>) => string;
} {
  const [query, setQuery] = useSearchParams();
  const changed = (change: Record<string, string | undefined>) => {
    const next = new URLSearchParams(query);
    for (const [name, value] of Object.entries(change)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    return next;
  };
  return {
    path: query.get('path') ?? '',
    q: query.get('q') ?? undefined,
    leftovers: query.get('filter') === 'leftover',
    key: query.get('key') ?? undefined,
    rebuild: query.get('rebuild') ?? undefined,
    set: change => setQuery(changed(change)),
    hrefWith: change => `?${changed(change)}`,
  };
}
