import { ButtonLink } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { s3BackupApiRef } from '../../api';
import { EmptyState, LoadedView, Page } from '../../components';
import { useParams } from '../../live/router';
import { useLinks } from '../../live/useLinks';
import { useLoad } from '../../live/useLoad';
import { useT } from '../../translation';
import { DestinationForm } from './DestinationForm';

/** Adds a destination, or changes one. */
export function DestinationFormPage() {
  const { destinationName } = useParams();
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const links = useLinks();
  const state = useLoad(async () => {
    const [destination, settings] = await Promise.all([
      destinationName ? api.destination(destinationName) : undefined,
      api.settings().then(
        ({ value }) => value,
        () => undefined,
      ),
    ]);
    return { destination, settings };
  }, `destination form ${destinationName ?? ''}`);
  return (
    <Page
      key={state.value ? 'form' : 'loading'}
      title={
        destinationName
          ? t('destinationForm.editTitle', { name: destinationName })
          : t('destinationForm.newTitle')
      }
      detail
    >
      <LoadedView
        state={state}
        lines={10}
        what={t('destinations.title').toLowerCase()}
        permission="s3-backup.destination.update"
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
          <DestinationForm
            destination={value.destination}
            offers={value.settings?.ambient ?? []}
            externalIdPrefix={value.settings?.externalIdPrefix ?? ''}
            onReload={state.reload}
          />
        )}
      </LoadedView>
    </Page>
  );
}
