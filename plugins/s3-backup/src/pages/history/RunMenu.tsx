import { MenuItem } from '@backstage/ui';
import { Run } from '@understudy/backstage-plugin-s3-backup-common';
import { useLinks } from '../../live/useLinks';
import { useMayOnPlan } from '../../live/useMay';
import { useRunPlan } from '../../live/useRunPlan';
import { useT } from '../../translation';
import { isOpen } from './runWords';

/** Items of a run's menu: only what this person may do with it. */
export function RunMenu(props: { run: Run; onCancel: (run: Run) => void }) {
  const { run, onCancel } = props;
  const t = useT();
  const links = useLinks();
  const mayStart = useMayOnPlan('runStart', run.plan);
  const mayCancel = useMayOnPlan('runCancel', run.plan);
  const start = useRunPlan();
  const href = links.run(run.id);
  return (
    <>
      <MenuItem id="open" href={href}>
        {t('common.open')}
      </MenuItem>
      {mayStart && run.kind === 'backup' && (
        <MenuItem
          id="again"
          onAction={() => start.run(run.plan, run.planTitle)}
        >
          {t('history.backUpAgain')}
        </MenuItem>
      )}
      {mayCancel && isOpen(run) && (
        <MenuItem id="cancel" color="danger" onAction={() => onCancel(run)}>
          {t('run.cancel', { kind: t(`kind.${run.kind}`).toLowerCase() })}
        </MenuItem>
      )}
      <MenuItem
        id="link"
        onAction={() =>
          navigator.clipboard?.writeText(
            new URL(href, window.location.origin).toString(),
          )
        }
      >
        {t('common.copyLink')}
      </MenuItem>
    </>
  );
}
