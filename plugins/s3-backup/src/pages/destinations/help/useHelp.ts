import { useCallback } from 'react';
import { useSearchParams } from '../../../live/router';

/** What help can be open. */
export type Help = 'policy' | 'advice';

/** Which help is open stands in the address: it can be sent. */
export function useHelp(): [
  Help | undefined,
  (help: Help | undefined) => void,
] {
  const [search, setSearch] = useSearchParams();
  const asked = search.get('help');
  const open = asked === 'policy' || asked === 'advice' ? asked : undefined;
  const show = useCallback(
    (help: Help | undefined) =>
      setSearch(
        before => {
          const after = new URLSearchParams(before);
          if (help) after.set('help', help);
          else after.delete('help');
          return after;
        },
        { replace: true },
      ),
    [setSearch],
  );
  return [open, show];
}
