import { FormEvent, useState } from 'react';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Select,
} from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { Plan } from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import { ConfirmDialog, HintAlert } from '../../components';
import { useAction } from '../../live/useAction';
import { useT } from '../../translation';

const HOUR = 3_600_000;

/** Pausing asks until when, and nothing else: it has an undo. */
export function PauseDialog(props: {
  plan: Plan | undefined;
  onClose: () => void;
  onPaused: () => Promise<void>;
}) {
  const { plan, onClose, onPaused } = props;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const [until, setUntil] = useState('24');
  const pause = useAction(async () => {
    if (!plan) return;
    const end =
      until === 'forever'
        ? null
        : new Date(Date.now() + Number(until) * HOUR).toISOString();
    await api.pausePlan(plan.name, end);
    onClose();
    await onPaused();
  });
  return (
    <Dialog
      isOpen={plan !== undefined}
      onOpenChange={open => !open && onClose()}
      width="min(400px, 92vw)"
    >
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          pause.run();
        }}
      >
        <DialogHeader>
          {t('plan.pauseTitle', { name: plan?.title ?? plan?.name ?? '' })}
        </DialogHeader>
        <DialogBody>
          <Select
            label={t('plan.pauseUntil')}
            value={until}
            onChange={key => setUntil(String(key))}
            options={[
              { id: '1', label: t('plan.pause1h') },
              { id: '24', label: t('plan.pause1d') },
              { id: '168', label: t('plan.pause7d') },
              { id: 'forever', label: t('plan.pauseForever') },
            ]}
          />
          {pause.problem && <HintAlert problem={pause.problem} urgent />}
        </DialogBody>
        <DialogFooter>
          <Button variant="secondary" slot="close">
            {t('common.cancel')}
          </Button>
          <Button type="submit" variant="primary" isPending={pause.pending}>
            {t('plan.pauseConfirm')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}

/** Deleting a plan keeps its backups, and says so. */
export function DeletePlanDialog(props: {
  plan: Plan | undefined;
  onClose: () => void;
  onDeleted: () => Promise<void> | void;
}) {
  const { plan, onClose, onDeleted } = props;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  return (
    <ConfirmDialog
      isOpen={plan !== undefined}
      onClose={onClose}
      title={t('plan.deleteTitle', { name: plan?.title ?? plan?.name ?? '' })}
      confirm={t('plan.deleteConfirm')}
      destructive
      onConfirm={async () => {
        if (plan) await api.deletePlan(plan.name);
        await onDeleted();
      }}
    >
      <p>{t('plan.deleteBody', { count: plan?.backups ?? 0 })}</p>
    </ConfirmDialog>
  );
}
