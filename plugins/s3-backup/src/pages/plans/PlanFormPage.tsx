import { useApi } from '@backstage/frontend-plugin-api';
import { ButtonLink } from '@backstage/ui';
import { s3BackupApiRef } from '../../api';
import { EmptyState, LoadedView, Page } from '../../components';
import { useParams, useSearchParams } from '../../live/router';
import { useLinks } from '../../live/useLinks';
import { useLoad } from '../../live/useLoad';
import { useT } from '../../translation';
import { PlanForm } from './PlanForm';

/** Makes a plan, or changes one. */
export function PlanFormPage() {
  const { planName } = useParams();
  const [query] = useSearchParams();
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const links = useLinks();
  const state = useLoad(async () => {
    const [plan, sources, destinations, keys, status] = await Promise.all([
      planName ? api.plan(planName) : undefined,
      api.sources(),
      // Owners may use destinations and keys without seeing their settings.
      api.destinations().catch(() => []),
      api.keys().catch(() => []),
      api.settings().then(
        ({ value }) => value.timeZone,
        () => 'UTC',
      ),
    ]);
    return { plan, sources, destinations, keys, timeZone: status };
  }, `plan form ${planName ?? ''}`);
  const title = planName
    ? t('planForm.editTitle', { name: planName })
    : t('planForm.newTitle');
  return (
    <Page key={state.value ? 'form' : 'loading'} title={title} detail>
      <LoadedView
        state={state}
        lines={12}
        what={t('plans.title').toLowerCase()}
        permission={
          planName ? 's3-backup.plan.update' : 's3-backup.plan.create'
        }
        gone={
          <EmptyState
            text={t('plan.gone')}
            action={
              <ButtonLink variant="secondary" href={links.plans}>
                {t('plans.title')}
              </ButtonLink>
            }
          />
        }
      >
        {value => (
          <PlanForm
            plan={value.plan}
            sources={value.sources}
            destinations={value.destinations}
            keys={value.keys}
            timeZone={value.timeZone}
            entityRef={query.get('entity') ?? undefined}
            onReload={state.reload}
          />
        )}
      </LoadedView>
    </Page>
  );
}
