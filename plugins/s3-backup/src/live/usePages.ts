import { useCallback, useEffect, useState } from 'react';
import { Page } from '../api';
import { Loaded, LoadOptions, useLoad } from './useLoad';

export interface Pages<T> {
  state: Loaded<Page<T>>;
  isFirst: boolean;
  hasNext: boolean;
  next: () => void;
  previous: () => void;
}

/**
 * A list of pages by cursor. Going back uses the cursors that led here; other
 * filters begin at the first page. A refresh stays on its page.
 */
export function usePages<T>(
  load: (cursor: string | undefined) => Promise<Page<T>>,
  key: string,
  options: LoadOptions<Page<T>> = {},
): Pages<T> {
  const [trail, setTrail] = useState<string[]>([]);
  useEffect(() => setTrail([]), [key]);
  const cursor = trail.at(-1);
  const state = useLoad(() => load(cursor), `${key} ${cursor ?? ''}`, options);
  const nextCursor = state.pending ? null : state.value?.nextCursor;
  const next = useCallback(() => {
    if (nextCursor) setTrail(before => [...before, nextCursor]);
  }, [nextCursor]);
  const previous = useCallback(
    () => setTrail(before => before.slice(0, -1)),
    [],
  );
  return {
    state,
    isFirst: trail.length === 0,
    hasNext: Boolean(nextCursor),
    next,
    previous,
  };
}
