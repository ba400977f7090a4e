import { Link } from '@backstage/ui';
import {
  Destination,
  PROVIDER_PRESETS,
} from '@understudy/backstage-plugin-s3-backup-common';
import { KeyText, KeyValue, Section } from '../../components';
import { useLinks } from '../../live/useLinks';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import { useCredentialRows } from './useCredentialRows';

/** Where a destination is, whose keys it uses, and what lies there. */
export function DestinationPlace(props: { destination: Destination }) {
  const { destination } = props;
  const t = useT();
  const times = useTimes();
  const links = useLinks();
  const rowsOf = useCredentialRows();
  const { pruneCredentials, restoreCredentials, stored } = destination;
  return (
    <Section title={t('destination.where')}>
      <KeyValue
        items={[
          { label: t('destination.bucket'), value: destination.bucket },
          {
            label: t('destination.prefix'),
            value: destination.prefix ? (
              <KeyText value={destination.prefix} length={80} />
            ) : (
              t('destination.noPrefix')
            ),
          },
          destination.region !== null && {
            label: t('destination.region'),
            value: destination.region,
          },
          {
            label: t('destination.endpoint'),
            value: [
              destination.endpoint ?? t('destination.aws'),
              destination.endpoint !== null &&
                destination.provider &&
                PROVIDER_PRESETS[destination.provider].title,
            ]
              .filter(Boolean)
              .join(' · '),
          },
          destination.failoverEndpoints !== undefined && {
            label: t('destinationForm.failover'),
            value: destination.failoverEndpoints.join(', '),
          },
          ...(['dualStack', 'fips', 'accelerate'] as const).map(
            name =>
              destination[name] === true && {
                label: t(`destinationForm.${name}`),
                value: t('common.yes'),
              },
          ),
          {
            label: t('destination.pathStyle'),
            value: destination.forcePathStyle
              ? t('common.yes')
              : t('common.no'),
          },
          ...rowsOf(null, destination.credentials),
          ...(pruneCredentials
            ? rowsOf(t('destinationForm.pruneWho'), pruneCredentials)
            : []),
          ...(restoreCredentials
            ? rowsOf(t('destinationForm.restoreWho'), restoreCredentials)
            : []),
          {
            label: t('destination.stored'),
            value: (
              <Link href={links.backups({ destination: destination.name })}>
                {t('destination.storedText', {
                  count: stored.backups,
                  bytes: times.bytes(stored.bytes),
                })}
              </Link>
            ),
          },
          {
            label: t('destination.usedBy'),
            value:
              destination.usedBy.length === 0
                ? t('destination.unused')
                : destination.usedBy.map(name => (
                    <span key={name}>
                      <Link href={links.plan(name)}>{name}</Link>{' '}
                    </span>
                  )),
          },
        ]}
      />
    </Section>
  );
}
