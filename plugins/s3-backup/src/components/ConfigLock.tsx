import { RiLockLine } from '@remixicon/react';
import { Alert } from '@backstage/ui';
import { useT } from '../translation';
import { Chip } from './Chip';
import { CopyAction } from './CopySnippet';

/** The mark of what configuration owns. */
export function ConfigBadge() {
  const t = useT();
  return (
    <Chip family="neutral" icon={RiLockLine}>
      {t('config.badge')}
    </Chip>
  );
}

/** Where it is defined, and its text to take along. */
export function ConfigLock(props: { path: string; yaml?: string }) {
  const t = useT();
  return (
    <Alert
      status="info"
      icon={<RiLockLine aria-hidden />}
      title={t('config.badge')}
      description={t('config.notice', { path: props.path })}
      customActions={
        props.yaml && (
          <CopyAction text={props.yaml}>{t('config.copyYaml')}</CopyAction>
        )
      }
    />
  );
}
