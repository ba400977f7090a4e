import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { s3BackupApiRef } from '../../api';
import { useLoad } from '../../live/useLoad';

/** How the backups of the entity on this page do. */
export function useEntityStatus() {
  const { entity } = useEntity();
  const ref = stringifyEntityRef(entity);
  const api = useApi(s3BackupApiRef);
  const state = useLoad(() => api.entity(ref), ref, {
    topics: ['runs', 'backups', 'plans', 'settings'],
    poll: value => (value?.plans.some(plan => plan.running) ? 10_000 : 60_000),
  });
  return { entity, ref, state };
}
