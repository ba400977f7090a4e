import { ButtonLink } from '@backstage/ui';
import { EmptyState, Page } from '../components';
import { useLinks } from '../live/useLinks';
import { useT } from '../translation';

/** An address below one of our tabs that leads nowhere. */
export function NoSuchPage() {
  const t = useT();
  const links = useLinks();
  return (
    <Page title={t('problem.notFoundPage')} detail>
      <EmptyState
        text={t('problem.notFoundPageHint')}
        action={
          <ButtonLink variant="secondary" href={links.overview}>
            {t('overview.title')}
          </ButtonLink>
        }
      />
    </Page>
  );
}
