import { RiCheckLine, RiQuestionLine, RiSubtractLine } from '@remixicon/react';
import { CapabilityProfile } from '@understudy/backstage-plugin-s3-backup-common';
import { KeyValue, Section } from '../../components';
import { useNow } from '../../live/useNow';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import { abilitiesOf, Ability } from './abilities';
import styles from './Profile.module.css';

const ICONS = {
  yes: RiCheckLine,
  no: RiSubtractLine,
  unknown: RiQuestionLine,
};

/** One capability: whether it is there, and what is done without it. */
function AbilityRow(props: { ability: Ability }) {
  const { name, answer, isHeldBack, withMd5, said } = props.ability;
  const t = useT();
  const Icon = ICONS[answer];
  const what = t(`profile.${name}.without`);
  return (
    <tr>
      <th scope="row">{t(`profile.${name}`)}</th>
      <td>
        <span className={styles.answer} data-answer={answer}>
          <Icon size={16} aria-hidden />
          {withMd5 ? t('profile.multiDelete.md5') : t(`profile.${answer}`)}
        </span>
      </td>
      <td>
        {answer === 'no' && <span>{t('profile.without', { what })}</span>}
        {answer === 'unknown' && isHeldBack && (
          <span>{t('profile.until', { what })}</span>
        )}
        {said && answer !== 'yes' && (
          <details>
            <summary>{t('profile.said')}</summary>
            <code className={styles.said}>{said}</code>
          </details>
        )}
      </td>
    </tr>
  );
}

/** What check-ups found the store can do, and what we do without each thing. */
export function Profile(props: { profile: CapabilityProfile | null }) {
  const { profile } = props;
  const t = useT();
  const times = useTimes();
  const now = useNow();
  if (!profile) {
    return <Section title={t('profile.title')}>{t('profile.none')}</Section>;
  }
  return (
    <Section title={t('profile.title')}>
      <span>
        {t('profile.about', {
          when: times.relative(profile.probedAt, now),
          host: profile.endpointHost,
          by: profile.probedBy || t('common.unknown'),
        })}
      </span>
      <table className={styles.table} aria-label={t('profile.title')}>
        <tbody>
          {abilitiesOf(profile).map(ability => (
            <AbilityRow key={ability.name} ability={ability} />
          ))}
        </tbody>
      </table>
      <KeyValue
        items={[
          {
            label: t('profile.maxParts'),
            value: times.count(profile.maxParts),
          },
          profile.latencyMs !== null && {
            label: t('profile.latency'),
            value: t('profile.latencyText', { ms: String(profile.latencyMs) }),
          },
          profile.server !== null && {
            label: t('profile.server'),
            value: profile.server,
          },
        ]}
      />
    </Section>
  );
}
