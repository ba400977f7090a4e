import { SecretState } from '@understudy/backstage-plugin-s3-backup-common';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';

/** What is said of a secret that is set: since when, where that is known. */
export function useSetText() {
  const t = useT();
  const times = useTimes();
  return (state: SecretState | undefined): string | undefined => {
    if (!state) return undefined;
    return state.updatedAt
      ? t('destination.secretSet', { when: times.full(state.updatedAt) })
      : t('destination.secretSetPlain');
  };
}
