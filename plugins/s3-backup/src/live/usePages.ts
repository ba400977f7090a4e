import { useCallback, useEffect, useState } from 'react';
import { Page } from '../api';
import { Loaded, LoadOptions, useLoad } from './useLoad';

export interface Pages<P> {
  state: Loaded<P>;
  /** Of the page that is shown, from 0. */
  index: number;
  isFirst: boolean;
  hasNext: boolean;
  next: () => void;
  previous: () => void;
}

/**
 * A list of pages by cursor. Going back uses the cursors that led here; other
 * filters begin at the first page. A refresh stays on its page.
 */
export function usePages<T, P extends Page<T> = Page<T>>(
  load: (cursor: string | undefined) => Promise<P>,
  key: string,
  options: LoadOptions<P> = {},
): Pages<P> {
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
    index: trail.length,
    isFirst: trail.length === 0,
    hasNext: Boolean(nextCursor),
    next,
    previous,
  };
}
