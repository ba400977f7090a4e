import { CapabilityProfile } from '@understudy/backstage-plugin-s3-backup-common';
import { KeyValue, Section } from '../../components';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';

/** What the check-up found the store can do. */
export function Profile(props: { profile: CapabilityProfile }) {
  const { profile } = props;
  const t = useT();
  const times = useTimes();
  const tri = (
    [
      'conditionalPut',
      'conditionalComplete',
      'checksumEcho',
      'bytesReadBack',
    ] as const
  ).map(name => ({
    label: t(`destination.cap.${name}`),
    value: t(`destination.${profile[name]}`),
  }));
  return (
    <Section title={t('destination.profile')}>
      <KeyValue
        items={[
          ...tri,
          {
            label: t('destination.cap.uniformParts'),
            value: profile.uniformParts ? t('common.yes') : t('common.no'),
          },
          {
            label: t('destination.cap.maxParts'),
            value: times.count(profile.maxParts),
          },
          profile.server !== null && {
            label: t('destination.cap.server'),
            value: profile.server,
          },
        ]}
      />
    </Section>
  );
}
