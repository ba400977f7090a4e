import { useEffect, useRef, useState } from 'react';
import { CheckUp } from '@understudy/backstage-plugin-s3-backup-common';
import { CheckUpWatch } from '../api';
import { useAction } from './useAction';

type Step = CheckUp['steps'][number];

/** How far a check-up is. */
export interface CheckUpProgress {
  /** Ended ones, in their order. */
  steps: Step[];
  running: Step['id'] | null;
}

const NOTHING: CheckUpProgress = { steps: [], running: null };

/**
 * A check-up that a button starts: its rows as they end, the running step,
 * and its end by a second button or by leaving the page.
 */
export function useCheckUp(
  ask: (watch: CheckUpWatch) => Promise<CheckUp | undefined>,
  onDone: (checkUp: CheckUp) => Promise<void> | void,
) {
  const [progress, setProgress] = useState(NOTHING);
  const stop = useRef<AbortController>();
  useEffect(() => () => stop.current?.abort(), []);
  const action = useAction(async () => {
    const control = new AbortController();
    stop.current = control;
    setProgress(NOTHING);
    try {
      const checkUp = await ask({
        signal: control.signal,
        onRunning: running => setProgress(now => ({ ...now, running })),
        onStep: step =>
          setProgress(now => ({ steps: [...now.steps, step], running: null })),
      });
      if (checkUp) await onDone(checkUp);
    } catch (error) {
      // Ended by whoever asked: that is no failure.
      if (!control.signal.aborted) throw error;
    }
  });
  return { ...action, progress, cancel: () => stop.current?.abort() };
}
