import { useApi } from '@backstage/frontend-plugin-api';
import { s3BackupApiRef } from '../api';
import { useLoad } from './useLoad';

/** Whether the bucket is ahead of the portal's database, and nobody confirmed. */
export function useRecovered(): { is: boolean; reload: () => Promise<void> } {
  const api = useApi(s3BackupApiRef);
  const status = useLoad(() => api.status(), 'recovered', {
    topics: ['settings', 'destinations'],
  });
  return {
    is: status.value?.automaticBackup.recovered === true,
    reload: status.reload,
  };
}
