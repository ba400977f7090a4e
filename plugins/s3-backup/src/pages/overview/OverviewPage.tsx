import { useApi } from '@backstage/frontend-plugin-api';
import { Status } from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import {
  EmptyState,
  HeatStrip,
  LoadedView,
  Page,
  Section,
} from '../../components';
import { useLoad } from '../../live/useLoad';
import { useMay } from '../../live/useMay';
import { useT } from '../../translation';
import { SimpleForm } from '../settings/SimpleForm';
import { Attention } from './Attention';
import { AutomaticOff } from './AutomaticBackup';
import { Figures } from './Figures';
import { HeadlineStrip } from './HeadlineStrip';
import { NextSlots, RunningNow } from './Now';
import { Troubles } from './Troubles';
import styles from './Overview.module.css';

function SetUp(props: { onSaved: () => void }) {
  const t = useT();
  const may = useMay('settingsUpdate');
  if (!may) return <EmptyState text={t('overview.notSetUp')} />;
  return (
    <Section title={t('overview.setUp')}>
      <SimpleForm onSaved={props.onSaved} />
    </Section>
  );
}

function Content(props: { status: Status; reload: () => Promise<void> }) {
  const { status, reload } = props;
  const t = useT();
  if (!status.configured) return <SetUp onSaved={reload} />;
  return (
    <>
      <Troubles troubles={status.troubles} />
      <AutomaticOff automatic={status.automaticBackup} onChanged={reload} />
      <HeadlineStrip status={status} onChanged={reload} />
      <Figures status={status} />
      <Section title={t('overview.days')}>
        <HeatStrip days={status.days} />
      </Section>
      <Attention plans={status.attention} />
      <div className={styles.columns}>
        <RunningNow runs={status.running} />
        <NextSlots next={status.next} />
      </div>
    </>
  );
}

/** Are we protected, and what needs me? */
export function OverviewPage() {
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const state = useLoad(() => api.status(), 'status', {
    topics: ['runs', 'backups', 'plans', 'destinations', 'settings'],
    poll: value => (value?.running.length ? 10_000 : 60_000),
  });
  return (
    <Page title={t('overview.title')}>
      <LoadedView state={state} lines={12}>
        {status => <Content status={status} reload={state.reload} />}
      </LoadedView>
    </Page>
  );
}
