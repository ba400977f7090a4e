import { useState } from 'react';
import { ButtonLink, MenuItem } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { RiDatabase2Line } from '@remixicon/react';
import { Destination } from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import {
  Bytes,
  ConfigBadge,
  DataColumn,
  DataTable,
  EmptyState,
  HealthBadge,
  KeyText,
  LoadedView,
  Page,
  TwoLines,
} from '../../components';
import { useLinks } from '../../live/useLinks';
import { useLoad } from '../../live/useLoad';
import { useMay } from '../../live/useMay';
import { useNow } from '../../live/useNow';
import { Times, useTimes } from '../../live/useTimes';
import { T, useT } from '../../translation';
import { DeleteDestinationDialog } from './DeleteDestinationDialog';
import styles from './Destinations.module.css';

const placeOf = (destination: Destination) =>
  [destination.bucket, destination.prefix].filter(Boolean).join('/');

function columnsOf(t: T, times: Times, now: number): DataColumn<Destination>[] {
  return [
    {
      id: 'name',
      label: t('destinations.name'),
      isRowHeader: true,
      cell: destination => (
        <TwoLines
          first={
            <>
              <strong>{destination.name}</strong>{' '}
              {destination.fromConfig && <ConfigBadge />}
            </>
          }
          second={destination.title}
        />
      ),
    },
    {
      id: 'health',
      label: t('destinations.health'),
      cell: destination => (
        <TwoLines
          first={<HealthBadge health={destination.health} />}
          second={
            destination.checkedAt &&
            t('destinations.checked', {
              when: times.relative(destination.checkedAt, now),
            })
          }
        />
      ),
    },
    {
      id: 'bucket',
      label: t('destinations.bucket'),
      cell: destination => <KeyText value={placeOf(destination)} length={40} />,
    },
    {
      id: 'place',
      label: t('destinations.place'),
      low: true,
      cell: destination =>
        destination.endpoint ?? destination.region ?? t('destination.aws'),
    },
    {
      id: 'stored',
      label: t('destinations.stored'),
      low: true,
      end: true,
      cell: destination => <Bytes bytes={destination.stored.bytes} />,
    },
    {
      id: 'used',
      label: t('destinations.usedBy'),
      end: true,
      cell: destination =>
        t('destinations.plans', { count: destination.usedBy.length }),
    },
  ];
}

/** Where backups go, and whether that place is well. */
export function DestinationsPage() {
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const times = useTimes();
  const links = useLinks();
  const now = useNow();
  const mayCreate = useMay('destinationCreate');
  const mayUpdate = useMay('destinationUpdate');
  const mayDelete = useMay('destinationDelete');
  const [deleting, setDeleting] = useState<Destination>();
  const state = useLoad(() => api.destinations(), 'destinations', {
    topics: ['destinations', 'backups'],
    poll: () => 60_000,
  });
  const create = mayCreate && (
    <ButtonLink variant="primary" href={links.newDestination}>
      {t('destinations.new')}
    </ButtonLink>
  );
  return (
    <Page title={t('destinations.title')}>
      <LoadedView
        state={state}
        lines={6}
        what={t('destinations.title').toLowerCase()}
        permission="s3-backup.destination.read"
      >
        {destinations => (
          <>
            {destinations.length > 0 && create && (
              <div className={styles.toolbar}>{create}</div>
            )}
            <DataTable
              label={t('destinations.tableName')}
              columns={columnsOf(t, times, now)}
              rows={destinations}
              idOf={destination => destination.name}
              nameOf={destination => destination.name}
              hrefOf={destination => links.destination(destination.name)}
              menuOf={destination => (
                <>
                  <MenuItem
                    id="open"
                    href={links.destination(destination.name)}
                  >
                    {t('common.open')}
                  </MenuItem>
                  {mayUpdate && !destination.fromConfig && (
                    <MenuItem
                      id="edit"
                      href={links.editDestination(destination.name)}
                    >
                      {t('common.edit')}
                    </MenuItem>
                  )}
                  {mayDelete && !destination.fromConfig && (
                    <MenuItem
                      id="delete"
                      color="danger"
                      onAction={() => setDeleting(destination)}
                    >
                      {t('destinations.delete')}
                    </MenuItem>
                  )}
                </>
              )}
              compact={destination => ({
                icon: <RiDatabase2Line aria-hidden />,
                title: destination.name,
                description: [
                  t(`health.${destination.health}`),
                  placeOf(destination),
                ].join(' · '),
              })}
              empty={
                <EmptyState
                  text={
                    mayCreate
                      ? t('destinations.empty')
                      : t('destinations.emptyReader')
                  }
                  action={create}
                />
              }
            />
          </>
        )}
      </LoadedView>
      <DeleteDestinationDialog
        destination={deleting}
        onClose={() => setDeleting(undefined)}
        onDeleted={state.reload}
      />
    </Page>
  );
}
