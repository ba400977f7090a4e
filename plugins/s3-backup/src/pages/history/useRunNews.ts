import { useEffect, useRef } from 'react';
import { Run } from '@understudy/backstage-plugin-s3-backup-common';
import { percentOf, useAnnounce } from '../../components';
import { runLook } from '../../format/status';
import { T, useT } from '../../translation';
import { isLive, runName } from './runWords';

/** What was last said about a run. */
export interface Said {
  status?: Run['status'];
  quarter: number;
}

/**
 * What is worth saying aloud: the start, each quarter, the end; never each
 * tick. Opening the page of a run that is over says nothing.
 */
export function newsOf(
  t: T,
  run: Run,
  said: Said,
): { text?: string; said: Said } {
  const name = runName(run);
  const { progress, status } = run;
  const percent = progress
    ? percentOf(progress.bytesRead, progress.bytesTotal) ?? 0
    : 0;
  const quarter = Math.floor(percent / 25);
  if (status !== said.status) {
    const first = said.status === undefined;
    const next = { status, quarter };
    if (status === 'running') {
      return { text: t('run.announceStart', { name }), said: next };
    }
    if (first || isLive(run)) return { said: next };
    return {
      text: t('run.announceEnd', {
        name,
        status: t(`status.${runLook(run)}`),
      }),
      said: next,
    };
  }
  if (status === 'running' && quarter > said.quarter) {
    return {
      text: t('run.announcePercent', { name, percent: String(quarter * 25) }),
      said: { status, quarter },
    };
  }
  return { said };
}

/** Speaks a run's news through the page's live region. */
export function useRunNews(run: Run) {
  const t = useT();
  const announce = useAnnounce();
  const said = useRef<Said>({ quarter: 0 });
  useEffect(() => {
    const news = newsOf(t, run, said.current);
    said.current = news.said;
    if (news.text) announce(news.text);
  }, [t, run, announce]);
}
