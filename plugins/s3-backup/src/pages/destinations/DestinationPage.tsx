import { useState } from 'react';
import { Button, ButtonLink, Link } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  CheckUp,
  Destination,
} from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import {
  CheckUpView,
  ConfigLock,
  EmptyState,
  HealthBadge,
  HintAlert,
  KeyText,
  KeyValue,
  LoadedView,
  Page,
  Section,
  TimeText,
  useAnnounce,
  verdictText,
} from '../../components';
import { toYaml } from '../../format/yaml';
import { useNavigate, useParams } from '../../live/router';
import { useAction } from '../../live/useAction';
import { useLinks } from '../../live/useLinks';
import { useLoad } from '../../live/useLoad';
import { useMay } from '../../live/useMay';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import { DeleteDestinationDialog } from './DeleteDestinationDialog';
import { Profile } from './Profile';

function yamlOf(destination: Destination): string {
  const { name, bucket, prefix, region, endpoint, forcePathStyle } =
    destination;
  return toYaml([
    {
      name,
      bucket,
      prefix,
      region,
      endpoint,
      forcePathStyle,
      credentials:
        destination.credentials.type === 'keys'
          ? {
              type: 'keys',
              accessKeyId: destination.credentials.accessKeyId,
              secretAccessKey: { $config: 's3Backup.secrets.…' },
            }
          : { type: 'ambient' },
    },
  ]);
}

function Place(props: { destination: Destination }) {
  const { destination } = props;
  const t = useT();
  const times = useTimes();
  const links = useLinks();
  const { credentials, stored } = destination;
  const keys = credentials.type === 'keys' ? credentials : undefined;
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
            value: destination.endpoint ?? t('destination.aws'),
          },
          {
            label: t('destination.pathStyle'),
            value: destination.forcePathStyle
              ? t('common.yes')
              : t('common.no'),
          },
          keys
            ? { label: t('destination.accessKey'), value: keys.accessKeyId }
            : { label: t('destination.who'), value: t('destination.ambient') },
          keys && {
            label: t('destination.secret'),
            value: keys.secretAccessKey.updatedAt
              ? t('destination.secretSet', {
                  when: times.full(keys.secretAccessKey.updatedAt),
                })
              : t('destination.secretSetPlain'),
          },
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

/** One destination: where it is, whether it is well, what its store can do. */
export function DestinationPage() {
  const { destinationName = '' } = useParams();
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const links = useLinks();
  const navigate = useNavigate();
  const announce = useAnnounce();
  const state = useLoad(
    async () => (await api.destination(destinationName)).value,
    `destination ${destinationName}`,
    { topics: ['destinations', 'backups'], poll: () => 60_000 },
  );
  const mayUpdate = useMay('destinationUpdate');
  const mayDelete = useMay('destinationDelete');
  const [checkUp, setCheckUp] = useState<CheckUp>();
  const [deleting, setDeleting] = useState<Destination>();
  const test = useAction(async () => {
    const result = await api.testDestination(destinationName);
    setCheckUp(result);
    announce(verdictText(t, result));
    await state.reload();
  });
  const destination = state.value;
  const own = destination && !destination.fromConfig;
  return (
    <Page
      key={destination ? 'destination' : 'loading'}
      title={destination?.title ?? destinationName}
      detail
      metadata={
        destination && [
          {
            label: t('destinations.health'),
            value: <HealthBadge health={destination.health} />,
          },
          ...(destination.checkedAt
            ? [
                {
                  label: t('checkup.title'),
                  value: <TimeText at={destination.checkedAt} />,
                },
              ]
            : []),
        ]
      }
      actions={
        destination && (
          <>
            {own && mayDelete && (
              <Button
                variant="secondary"
                destructive
                onPress={() => setDeleting(destination)}
              >
                {t('destinations.delete')}
              </Button>
            )}
            {own && mayUpdate && (
              <ButtonLink
                variant="secondary"
                href={links.editDestination(destination.name)}
              >
                {t('common.edit')}
              </ButtonLink>
            )}
            {mayUpdate && (
              <Button
                variant="primary"
                isPending={test.pending}
                onPress={() => test.run()}
              >
                {t('destinations.test')}
              </Button>
            )}
          </>
        )
      }
    >
      {test.problem && <HintAlert problem={test.problem} urgent />}
      {checkUp && (
        <Section title={t('checkup.title')}>
          <CheckUpView checkUp={checkUp} />
        </Section>
      )}
      <LoadedView
        state={state}
        lines={10}
        what={t('destinations.title').toLowerCase()}
        permission="s3-backup.destination.read"
        gone={
          <EmptyState
            text={t('destination.gone')}
            action={
              <ButtonLink variant="secondary" href={links.destinations}>
                {t('destinations.title')}
              </ButtonLink>
            }
          />
        }
      >
        {value => (
          <>
            {value.fromConfig && (
              <ConfigLock path={value.fromConfig} yaml={yamlOf(value)} />
            )}
            <Place destination={value} />
            {checkUp?.profile && <Profile profile={checkUp.profile} />}
          </>
        )}
      </LoadedView>
      <DeleteDestinationDialog
        destination={deleting}
        onClose={() => setDeleting(undefined)}
        onDeleted={() => navigate(links.destinations)}
      />
    </Page>
  );
}
