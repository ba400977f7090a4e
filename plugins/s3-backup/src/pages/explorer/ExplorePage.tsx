import { useState } from 'react';
import { Button, ButtonLink } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { s3BackupApiRef } from '../../api';
import {
  EmptyState,
  HintAlert,
  LoadedView,
  Page,
  RecoveredAlert,
} from '../../components';
import { useParams } from '../../live/router';
import { useAction } from '../../live/useAction';
import { useLinks } from '../../live/useLinks';
import { useLoad } from '../../live/useLoad';
import { useMay } from '../../live/useMay';
import { useRecovered } from '../../live/useRecovered';
import { useT } from '../../translation';
import { AdoptDialog } from './AdoptDialog';
import { Browser } from './Browser';
import styles from './Explorer.module.css';
import { GrowthChart } from './GrowthChart';
import { PlaceTree } from './PlaceTree';
import { RebuildPanel } from './RebuildPanel';
import { Uploads } from './Uploads';
import { useExplorerQuery } from './useExplorerQuery';

/** What stands in the bucket of a destination, and whether it belongs there. */
export function ExplorePage() {
  const { destinationName: name = '' } = useParams();
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const links = useLinks();
  const { path, q, rebuild, set } = useExplorerQuery();
  const mayUpdate = useMay('destinationUpdate');
  const mayDelete = useMay('destinationDelete');
  const mayAdopt = useMay('destinationAdopt');
  const [adopting, setAdopting] = useState(false);
  const growth = useLoad(() => api.growth(name), `growth ${name}`, {
    topics: ['backups'],
  });
  const recovered = useRecovered();
  const count = useAction(async () => {
    set({ rebuild: (await api.rebuild(name, true)).id });
  });
  return (
    <Page
      title={t('explorer.title', { name })}
      detail
      actions={
        <>
          {mayAdopt && (
            <Button variant="secondary" onPress={() => setAdopting(true)}>
              {t('adopt.button')}
            </Button>
          )}
          {mayUpdate && (
            <Button
              variant="secondary"
              isPending={count.pending}
              onPress={() => count.run()}
            >
              {t('rebuild.button')}
            </Button>
          )}
          <ButtonLink variant="secondary" href={links.destination(name)}>
            {t('explorer.destination')}
          </ButtonLink>
        </>
      }
    >
      {recovered.is && <RecoveredAlert onConfirmed={recovered.reload} />}
      {count.problem && <HintAlert problem={count.problem} urgent />}
      {rebuild && (
        <RebuildPanel
          key={rebuild}
          name={name}
          runId={rebuild}
          onStarted={id => set({ rebuild: id })}
          onClose={() => set({ rebuild: undefined })}
        />
      )}
      <LoadedView
        state={growth}
        lines={4}
        what={t('explorer.table').toLowerCase()}
        permission="s3-backup.destination.read"
        gone={
          <EmptyState
            text={t('explorer.gone')}
            action={
              <ButtonLink variant="secondary" href={links.destinations}>
                {t('destinations.title')}
              </ButtonLink>
            }
          />
        }
      >
        {known => (
          <>
            <div className={styles.explorer}>
              <PlaceTree name={name} growth={known} path={path} q={q} />
              <div className={styles.list}>
                <Browser name={name} mayDelete={mayUpdate && mayDelete} />
              </div>
            </div>
            {path === '' && <GrowthChart growth={known} />}
            {path === '' && <Uploads name={name} />}
          </>
        )}
      </LoadedView>
      <AdoptDialog
        name={name}
        isOpen={adopting}
        onClose={() => setAdopting(false)}
        onStarted={id => set({ rebuild: id })}
      />
    </Page>
  );
}
