import { useCallback, useEffect, useState } from 'react';

const name = (key: string) => `s3-backup.draft.${key}`;

function stored<T>(key: string): T | undefined {
  try {
    const text = sessionStorage.getItem(name(key));
    return text ? (JSON.parse(text) as T) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What is typed into a form. It outlives a change of theme or of tab, which
 * remount the page, in the browser's storage; `keep` takes the secrets out
 * before. Leaving the site with unsaved changes warns.
 */
export function useDraft<T extends object>(
  key: string,
  initial: T,
  keep: (draft: T) => Partial<T> = draft => draft,
) {
  const [start] = useState(() => {
    const before = stored<Partial<T>>(key);
    return {
      draft: before ? { ...initial, ...before } : initial,
      restored: before !== undefined,
    };
  });
  const [draft, setState] = useState(start.draft);
  const [dirty, setDirty] = useState(start.restored);
  const [restored, setRestored] = useState(start.restored);

  const set = useCallback(
    (change: Partial<T>) => {
      setState(before => {
        const next = { ...before, ...change };
        sessionStorage.setItem(name(key), JSON.stringify(keep(next)));
        return next;
      });
      setDirty(true);
    },
    [key, keep],
  );

  const forget = useCallback(() => {
    sessionStorage.removeItem(name(key));
    setDirty(false);
    setRestored(false);
  }, [key]);

  const discard = useCallback(() => {
    forget();
    setState(initial);
  }, [forget, initial]);

  useEffect(() => {
    if (!dirty) return undefined;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [dirty]);

  return { draft, set, dirty, restored, forget, discard };
}
