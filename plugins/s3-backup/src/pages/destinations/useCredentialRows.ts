import { Destination } from '@understudy/backstage-plugin-s3-backup-common';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';

type Credentials = Destination['credentials'];
type Base = Exclude<Credentials, { type: 'assume-role' }>;

/**
 * Rows that say whose credentials are used; of secrets, since when. `use` is
 * what for, where it is not for all.
 */
export function useCredentialRows() {
  const t = useT();
  const times = useTimes();

  const baseRows = (use: string | null, base: Base) => {
    if (base.type === 'ambient') {
      const source = base.source ?? 'default';
      return [
        {
          label: use ?? t('destination.who'),
          value: [
            t('destination.ambient'),
            source !== 'default' && t(`destinationForm.source.${source}`),
            base.profile,
          ]
            .filter(Boolean)
            .join(' · '),
        },
      ];
    }
    const { updatedAt } = base.secretAccessKey;
    return [
      use === null
        ? { label: t('destination.accessKey'), value: base.accessKeyId }
        : {
            label: use,
            value: `${t('destination.accessKey')} ${base.accessKeyId}`,
          },
      {
        label: t('destination.secret'),
        value: updatedAt
          ? t('destination.secretSet', { when: times.full(updatedAt) })
          : t('destination.secretSetPlain'),
      },
    ];
  };

  return (use: string | null, credentials: Credentials) =>
    credentials.type === 'assume-role'
      ? [
          {
            label: use ?? t('destination.who'),
            value: credentials.roleArn,
          },
          ...baseRows(t('destinationForm.assumedBy'), credentials.base),
        ]
      : baseRows(use, credentials);
}
