import { useCallback, useEffect, useRef, useState } from 'react';
import { useApiHolder } from '@backstage/frontend-plugin-api';
import { signalApiRef } from '@backstage/plugin-signals-react';
import {
  S3_BACKUP_SIGNAL,
  S3BackupSignal,
} from '@understudy/backstage-plugin-s3-backup-common';
import { ApiProblem, toApiProblem } from '../api/problem';

/** What changed, as signals say it. */
export type Topic = S3BackupSignal['changed'];

export interface LoadOptions<T> {
  /** Signals on which to load again. */
  topics?: Topic[];
  /** How long until the next load without a signal; none: no polling. */
  poll?: (value: T | undefined) => number | undefined;
}

export interface Loaded<T> {
  value: T | undefined;
  problem: ApiProblem | undefined;
  /** When a refresh failed; the value before it stays. */
  failedAt: number | undefined;
  /** The first load, or one for other arguments, is under way. */
  pending: boolean;
  reload: () => Promise<void>;
}

/** Signals of a busy portal come in bursts: at most one load a second. */
const COALESCE = 1000;

/**
 * Loads something and keeps it fresh: again on a signal, by polling, and when
 * the page becomes visible. A hidden page asks nothing. An answer that was
 * overtaken by a later question is dropped.
 */
export function useLoad<T>(
  load: () => Promise<T>,
  key: string,
  options: LoadOptions<T> = {},
): Loaded<T> {
  const [state, setState] = useState<{
    key?: string;
    value?: T;
    problem?: ApiProblem;
    failedAt?: number;
  }>({});
  const signals = useApiHolder().get(signalApiRef);
  const latest = useRef({ load, options, question: 0, loadedAt: 0 });
  latest.current.load = load;
  latest.current.options = options;

  const reload = useCallback(async () => {
    latest.current.question += 1;
    const { question } = latest.current;
    try {
      const value = await latest.current.load();
      if (question !== latest.current.question) return;
      setState({ key, value });
    } catch (error) {
      if (question !== latest.current.question) return;
      const problem = toApiProblem(error);
      setState(before => ({
        key,
        value: before.key === key ? before.value : undefined,
        problem,
        failedAt: Date.now(),
      }));
    } finally {
      latest.current.loadedAt = Date.now();
    }
  }, [key]);

  useEffect(() => {
    const current = latest.current;
    reload();
    return () => {
      // Whatever is on its way belongs to a page that is gone.
      current.question += 1;
    };
  }, [reload]);

  const interval = options.poll?.(state.value);
  useEffect(() => {
    if (!interval) return undefined;
    const timer = setTimeout(() => {
      if (!document.hidden) reload();
    }, interval);
    return () => clearTimeout(timer);
  }, [interval, reload, state]);

  const polls = Boolean(options.poll);
  useEffect(() => {
    if (!polls) return undefined;
    const onVisible = () => {
      if (!document.hidden) reload();
    };
    document.addEventListener('visibilitychange', onVisible);
    return () => document.removeEventListener('visibilitychange', onVisible);
  }, [polls, reload]);

  const topics = options.topics?.join(' ');
  useEffect(() => {
    if (!signals || !topics) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const subscription = signals.subscribe(S3_BACKUP_SIGNAL, message => {
      if (!topics.split(' ').includes(String(message.changed))) return;
      if (document.hidden || timer) return;
      const wait = COALESCE - (Date.now() - latest.current.loadedAt);
      timer = setTimeout(() => {
        timer = undefined;
        reload();
      }, Math.max(0, wait));
    });
    return () => {
      clearTimeout(timer);
      subscription.unsubscribe();
    };
  }, [signals, topics, reload]);

  return {
    value: state.value,
    problem: state.problem,
    failedAt: state.value === undefined ? undefined : state.failedAt,
    pending: state.key !== key,
    reload,
  };
}
