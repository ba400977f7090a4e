import { useCallback, useRef, useState } from 'react';
import { ApiProblem, toApiProblem } from '../api/problem';

export interface Action<A extends unknown[]> {
  run: (...args: A) => Promise<boolean>;
  pending: boolean;
  problem: ApiProblem | undefined;
  clear: () => void;
}

/**
 * Something a button starts: pending while it runs, its failure kept. A second
 * press while it runs does nothing.
 */
export function useAction<A extends unknown[]>(
  act: (...args: A) => Promise<unknown>,
): Action<A> {
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const busy = useRef(false);
  const latest = useRef(act);
  latest.current = act;
  const run = useCallback(async (...args: A) => {
    if (busy.current) return false;
    busy.current = true;
    setPending(true);
    setProblem(undefined);
    try {
      await latest.current(...args);
      return true;
    } catch (error) {
      setProblem(toApiProblem(error));
      return false;
    } finally {
      busy.current = false;
      setPending(false);
    }
  }, []);
  const clear = useCallback(() => setProblem(undefined), []);
  return { run, pending, problem, clear };
}
