import { useCallback, useRef, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { LogLine, RunLog } from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import { Loaded, useLoad } from '../../live/useLoad';

const PAGE = 500;

interface Window {
  offset: number;
  lines: LogLine[];
  total: number;
}

function joined(before: Window, more: RunLog): Window {
  const end = before.offset + before.lines.length;
  // Answers may overlap what is there already; a line is never shown twice.
  const fresh = more.lines.slice(Math.max(0, end - more.offset));
  return {
    offset: before.offset,
    lines: [...before.lines, ...fresh],
    total: more.total,
  };
}

/**
 * The end of a run's log, kept up to date while it runs; what is earlier comes
 * on demand, 500 lines at a time.
 */
export function useLog(
  runId: string,
  live: boolean,
): { state: Loaded<Window>; earlier: () => Promise<void> } {
  const api = useApi(s3BackupApiRef);
  const window = useRef<Window>();
  const [, redraw] = useState(0);
  const load = async (): Promise<Window> => {
    const before = window.current;
    if (before) {
      const end = before.offset + before.lines.length;
      window.current = joined(before, await api.runLog(runId, end));
    } else {
      const first = await api.runLog(runId);
      const last = first.offset + first.lines.length;
      window.current =
        first.total > last
          ? await api.runLog(runId, Math.max(0, first.total - PAGE))
          : first;
    }
    return window.current;
  };
  const state = useLoad(load, `log ${runId} ${live}`, {
    poll: () => (live ? 2000 : undefined),
  });
  const earlier = useCallback(async () => {
    const before = window.current;
    if (!before || before.offset === 0) return;
    const offset = Math.max(0, before.offset - PAGE);
    const more = await api.runLog(runId, offset);
    window.current = {
      offset,
      lines: [...more.lines.slice(0, before.offset - offset), ...before.lines],
      total: before.total,
    };
    redraw(count => count + 1);
  }, [api, runId]);
  return {
    state: { ...state, value: state.value && window.current },
    earlier,
  };
}
