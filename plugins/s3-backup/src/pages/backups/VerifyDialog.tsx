import { FormEvent, useState } from 'react';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Radio,
  RadioGroup,
} from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { Backup, Rung } from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import { HintAlert } from '../../components';
import { useAction } from '../../live/useAction';
import { useStartedToast } from '../../live/useRunPlan';
import { useT } from '../../translation';
import { backupName } from './backupWords';

/** How far to prove it. No question is asked: nothing is changed by it. */
export function VerifyDialog(props: {
  backup: Backup | undefined;
  /** Whether this portal can open it; unknown in lists. */
  canOpen?: boolean;
  onClose: () => void;
  onStarted?: () => Promise<void>;
}) {
  const { backup, canOpen, onClose, onStarted } = props;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const started = useStartedToast();
  const [to, setTo] = useState<Rung>('read');
  const verify = useAction(async () => {
    if (!backup) return;
    const run = await api.verifyBackup(backup.id, to);
    started(t('toast.verifyStarted', { name: backupName(backup) }), run);
    onClose();
    await onStarted?.();
  });
  return (
    <Dialog
      isOpen={backup !== undefined}
      onOpenChange={open => !open && onClose()}
      width="min(480px, 92vw)"
    >
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          verify.run();
        }}
      >
        <DialogHeader>{t('backup.verifyTitle')}</DialogHeader>
        <DialogBody>
          <RadioGroup
            label={t('backup.verifyTo')}
            description={
              canOpen === false ? t('backup.verifyNeedsKey') : undefined
            }
            value={to}
            onChange={value => setTo(value as typeof to)}
          >
            <Radio value="stored">{t('backup.verifyStored')}</Radio>
            <Radio value="read">{t('backup.verifyRead')}</Radio>
            <Radio value="opened" isDisabled={canOpen === false}>
              {t('backup.verifyOpened')}
            </Radio>
            <Radio value="asserted" isDisabled={canOpen === false}>
              {t('backup.verifyDrill')}
            </Radio>
          </RadioGroup>
          {verify.problem && <HintAlert problem={verify.problem} urgent />}
        </DialogBody>
        <DialogFooter>
          <Button variant="secondary" slot="close">
            {t('common.cancel')}
          </Button>
          <Button type="submit" variant="primary" isPending={verify.pending}>
            {t('backup.verifyStart')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
