import { Button } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { Run } from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import { useAction } from '../../live/useAction';
import { useMayOnPlan } from '../../live/useMay';
import { useStartedToast } from '../../live/useRunPlan';
import { useT } from '../../translation';
import { HintAlert } from '../../components';
import { missingOf } from './missing';

/** Copies the backup of a partial run over to where it is missing. */
export function Repair(props: { run: Run; onStarted: (run: Run) => void }) {
  const { run, onStarted } = props;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const started = useStartedToast();
  const may = useMayOnPlan('runStart', run.plan);
  const repair = useAction(async () => {
    const copies = await api.repairPlan(run.plan, run.id);
    const [first] = copies;
    if (!first) return;
    started(
      t('toast.repairStarted', { name: run.planTitle ?? run.plan }),
      first,
    );
    if (copies.length === 1) onStarted(first);
  });
  if (!may || missingOf(run).length === 0) return null;
  return (
    <>
      <Button
        variant="primary"
        isPending={repair.pending}
        onPress={() => repair.run()}
      >
        {t('run.repair')}
      </Button>
      {repair.problem && <HintAlert problem={repair.problem} urgent />}
    </>
  );
}
