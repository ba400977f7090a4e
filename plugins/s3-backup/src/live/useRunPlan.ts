import { useCallback } from 'react';
import {
  toastApiRef,
  useApi,
  useApiHolder,
} from '@backstage/frontend-plugin-api';
import { Run } from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../api';
import { useT } from '../translation';
import { useAction } from './useAction';
import { useLinks } from './useLinks';

/** Says that a run was started, and where to watch it. Results are never a toast. */
export function useStartedToast() {
  const toast = useApiHolder().get(toastApiRef);
  const links = useLinks();
  const t = useT();
  return useCallback(
    (title: string, run: Run) =>
      toast?.post({
        title,
        status: 'info',
        timeout: 8000,
        links: [{ label: t('common.openRun'), href: links.run(run.id) }],
      }),
    [toast, links, t],
  );
}

/** *Back up now*: starts a run of a plan and says so. */
export function useRunPlan(onStarted?: (run: Run) => void) {
  const api = useApi(s3BackupApiRef);
  const started = useStartedToast();
  const t = useT();
  return useAction(async (plan: string, title?: string | null) => {
    const run = await api.runPlan(plan);
    started(t('toast.backupStarted', { name: title ?? plan }), run);
    onStarted?.(run);
  });
}
