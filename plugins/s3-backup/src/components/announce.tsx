import {
  createContext,
  ReactNode,
  useCallback,
  useContext,
  useState,
} from 'react';
import { VisuallyHidden } from '@backstage/ui';

const Announce = createContext<(text: string) => void>(() => {});

/** Says something through the page's one polite live region. */
export function useAnnounce(): (text: string) => void {
  return useContext(Announce);
}

/** Holds the page's one live region. A region within another uses the outer one. */
export function Announcer(props: { children: ReactNode }) {
  const [text, setText] = useState('');
  const announce = useCallback((next: string) => {
    // The same sentence twice is only read when the region was empty between.
    setText('');
    setTimeout(() => setText(next), 50);
  }, []);
  return (
    <Announce.Provider value={announce}>
      {props.children}
      <VisuallyHidden role="status" aria-live="polite">
        {text}
      </VisuallyHidden>
    </Announce.Provider>
  );
}
