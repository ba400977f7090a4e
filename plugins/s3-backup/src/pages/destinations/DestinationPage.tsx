import { useState } from 'react';
import { Button, ButtonLink } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  CheckUp,
  Destination,
} from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import {
  ConfigLock,
  EmptyState,
  HealthBadge,
  HintAlert,
  LoadedView,
  Page,
  RecoveredAlert,
  TimeText,
} from '../../components';
import { useNavigate, useParams } from '../../live/router';
import { useCheckUp } from '../../live/useCheckUp';
import { useLinks } from '../../live/useLinks';
import { useLoad } from '../../live/useLoad';
import { useMay } from '../../live/useMay';
import { useRecovered } from '../../live/useRecovered';
import { useT } from '../../translation';
import { DeleteDestinationDialog } from './DeleteDestinationDialog';
import { AdoptDialog } from '../explorer/AdoptDialog';
import { AppendOnly } from './AppendOnly';
import { CheckUpHistory } from './CheckUpHistory';
import { LatestCheckUp, UnhealthyAlert } from './LatestCheckUp';
import { DestinationKept } from './DestinationKept';
import { DestinationPlace } from './DestinationPlace';
import { DestinationHelp } from './help/DestinationHelp';
import { useHelp } from './help/useHelp';
import { yamlOf } from './destinationYaml';
import { Profile } from './Profile';

/** One destination: where it is, whether it is well, what its store can do. */
export function DestinationPage() {
  const { destinationName = '' } = useParams();
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const links = useLinks();
  const navigate = useNavigate();
  const state = useLoad(
    async () => (await api.destination(destinationName)).value,
    `destination ${destinationName}`,
    { topics: ['destinations', 'backups'], poll: () => 60_000 },
  );
  const mayUpdate = useMay('destinationUpdate');
  const mayDelete = useMay('destinationDelete');
  const mayAdopt = useMay('destinationAdopt');
  const [adopting, setAdopting] = useState(false);
  const records = useLoad(
    () => api.checkUps(destinationName),
    `check-ups ${destinationName}`,
    { topics: ['destinations'], poll: () => 60_000 },
  );
  const recovered = useRecovered();
  const [help, showHelp] = useHelp();
  const [tested, setTested] = useState<CheckUp>();
  const [deleting, setDeleting] = useState<Destination>();
  const test = useCheckUp(
    watch => api.testDestination(destinationName, watch),
    async result => {
      setTested(result);
      await Promise.all([state.reload(), records.reload()]);
    },
  );
  const destination = state.value;
  const own = destination && !destination.fromConfig;
  const last = records.value?.[0];
  const checkUp = last && tested && last.at > tested.at ? last : tested ?? last;
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
            <ButtonLink
              variant="secondary"
              href={links.explore(destination.name)}
            >
              {t('explorer.open')}
            </ButtonLink>
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
            {recovered.is && <RecoveredAlert onConfirmed={recovered.reload} />}
            <UnhealthyAlert destination={value} last={last} />
            <AppendOnly destination={value} />
            <DestinationPlace destination={value} />
            <DestinationKept destination={value} />
            <LatestCheckUp
              name={value.name}
              checkUp={checkUp}
              tested={tested}
              test={test}
              onAgain={mayUpdate ? () => test.run() : undefined}
              onAdopt={mayAdopt ? () => setAdopting(true) : undefined}
              onHelp={showHelp}
            />
            <DestinationHelp
              name={value.name}
              mayApply={mayUpdate}
              open={help}
              onOpen={showHelp}
            />
            <Profile profile={value.profile} />
            <CheckUpHistory name={value.name} records={records.value ?? []} />
          </>
        )}
      </LoadedView>
      <AdoptDialog
        name={destinationName}
        isOpen={adopting}
        onClose={() => setAdopting(false)}
        onStarted={rebuild =>
          navigate(links.explore(destinationName, { rebuild }))
        }
      />
      <DeleteDestinationDialog
        destination={deleting}
        onClose={() => setDeleting(undefined)}
        onDeleted={() => navigate(links.destinations)}
      />
    </Page>
  );
}
