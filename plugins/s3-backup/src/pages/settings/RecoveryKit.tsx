import { FormEvent, useState } from 'react';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  TextField,
} from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { s3BackupApiRef } from '../../api';
import { fieldError, HintAlert } from '../../components';
import { useAction } from '../../live/useAction';
import { T, useT } from '../../translation';
import styles from './Settings.module.css';

/** A key that was made just now; its identity is in memory this once. */
export interface MadeKey {
  name: string;
  recipient: string;
  identity: string;
}

/** The file: readable by `age -i` as it is, since its words are comments. */
export function kitText(t: T, key: MadeKey): string {
  return [
    `# ${t('kit.fileHead')}`,
    `# ${t('kit.fileKey')}: ${key.name}`,
    `# ${t('kit.fileRecipient')}: ${key.recipient}`,
    `# ${t('kit.fileUse')}:`,
    '#   aws s3 cp s3://… - | age -d -i this-file | zstd -d > …',
    key.identity,
    '',
  ].join('\n');
}

function download(name: string, text: string) {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `understudy-recovery-kit-${name}.txt`;
  link.click();
  URL.revokeObjectURL(url);
}

/**
 * Hands out the recovery kit and has it confirmed by the last six characters.
 * Without `made` the kit was downloaded before, and only the confirmation is
 * asked for. The identity is not kept in the browser.
 */
export function RecoveryKit(props: {
  name: string | undefined;
  made?: MadeKey;
  onClose: () => void;
  onConfirmed: () => Promise<unknown>;
}) {
  const { name, made, onClose, onConfirmed } = props;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const [downloaded, setDownloaded] = useState(false);
  const [lastSix, setLastSix] = useState('');
  const [wrong, setWrong] = useState<string>();
  const confirm = useAction(async () => {
    await api.confirmKey(name ?? '', lastSix.trim().toUpperCase());
    setLastSix('');
    onClose();
    await onConfirmed();
  });
  return (
    <Dialog
      isOpen={name !== undefined}
      isDismissable={false}
      onOpenChange={open => !open && onClose()}
      width="min(520px, 92vw)"
    >
      <form
        noValidate
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          const typed = lastSix.trim().toUpperCase();
          if (made && !downloaded) setWrong(t('kit.downloadFirst'));
          else if (
            typed.length !== 6 ||
            (made && !made.identity.trim().endsWith(typed))
          ) {
            setWrong(t('kit.lastSixWrong'));
          } else confirm.run();
        }}
      >
        <DialogHeader>
          {t(made ? 'kit.title' : 'kit.confirmTitle', { name: name ?? '' })}
        </DialogHeader>
        <DialogBody>
          <div className={styles.dialog}>
            <p className={styles.text}>
              {made ? t('kit.body') : t('kit.confirmBody')}
            </p>
            {made && (
              <Button
                variant={downloaded ? 'secondary' : 'primary'}
                onPress={() => {
                  download(made.name, kitText(t, made));
                  setDownloaded(true);
                  setWrong(undefined);
                }}
              >
                {t('kit.download')}
              </Button>
            )}
            <TextField
              label={t('kit.lastSix')}
              value={lastSix}
              onChange={value => {
                setLastSix(value);
                setWrong(undefined);
              }}
              autoComplete="off"
              maxLength={6}
              {...fieldError(wrong)}
            />
            {confirm.problem && <HintAlert problem={confirm.problem} urgent />}
          </div>
        </DialogBody>
        <DialogFooter>
          <Button variant="secondary" slot="close">
            {t('kit.later')}
          </Button>
          <Button type="submit" variant="primary" isPending={confirm.pending}>
            {t('kit.confirm')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
