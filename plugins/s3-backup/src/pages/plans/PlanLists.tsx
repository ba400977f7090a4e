import { Link } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { Plan } from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import { EmptyState, LoadedView, Section } from '../../components';
import { useLinks } from '../../live/useLinks';
import { useLoad } from '../../live/useLoad';
import { useT } from '../../translation';
import { BackupsTable } from '../backups/BackupsTable';
import { RunsTable } from '../history/RunsTable';

/** What it did last. */
export function PlanRuns(props: { name: string }) {
  const { name } = props;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const links = useLinks();
  const state = useLoad(
    () => api.runs({ plan: [name], limit: 10 }),
    `runs ${name}`,
    { topics: ['runs'], poll: () => 10_000 },
  );
  return (
    <Section
      title={t('plan.runs')}
      actions={
        <Link href={links.history({ plan: name })}>{t('plan.allRuns')}</Link>
      }
    >
      <LoadedView state={state} lines={4}>
        {page => (
          <RunsTable
            runs={page.items}
            onChanged={state.reload}
            empty={<EmptyState text={t('plan.noRuns')} />}
          />
        )}
      </LoadedView>
    </Section>
  );
}

/** What it made last. */
export function PlanBackups(props: { plan: Plan }) {
  const { name, backups } = props.plan;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const links = useLinks();
  const state = useLoad(
    () => api.backups({ plan: [name], limit: 10 }),
    `backups ${name}`,
    { topics: ['backups'], poll: () => 60_000 },
  );
  return (
    <Section
      title={t('plan.backups')}
      actions={
        backups > 0 && (
          <Link href={links.backups({ plan: name })}>
            {t('plan.allBackups', { count: backups })}
          </Link>
        )
      }
    >
      <LoadedView
        state={state}
        lines={4}
        what={t('backups.title').toLowerCase()}
        permission="s3-backup.backup.read"
      >
        {page => (
          <BackupsTable
            backups={page.items}
            onChanged={state.reload}
            withEntity={false}
            empty={<EmptyState text={t('plan.noBackups')} />}
          />
        )}
      </LoadedView>
    </Section>
  );
}
