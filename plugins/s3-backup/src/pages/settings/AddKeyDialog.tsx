import { FormEvent, useEffect, useState } from 'react';
import {
  Button,
  Checkbox,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  TextField,
} from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  KeyMade,
  nameSchema,
  recipientSchema,
} from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import { fieldError, HintAlert } from '../../components';
import { useAction } from '../../live/useAction';
import { useT } from '../../translation';
import styles from './Settings.module.css';

/** Makes an identity, or takes the recipient of one that is elsewhere. */
export function AddKeyDialog(props: {
  kind: 'make' | 'recipient' | undefined;
  onClose: () => void;
  onAdded: (key: KeyMade) => Promise<void>;
}) {
  const { kind, onClose, onAdded } = props;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const [name, setName] = useState('');
  const [recipient, setRecipient] = useState('');
  const [keepIdentity, setKeepIdentity] = useState(true);
  const [tried, setTried] = useState(false);
  const add = useAction(async () => {
    const made = await api.addKey(
      kind === 'make'
        ? { type: 'make', name, keepIdentity }
        : { type: 'recipient', name, recipient: recipient.trim() },
    );
    onClose();
    await onAdded(made);
  });
  const { clear } = add;
  useEffect(() => {
    setName('');
    setRecipient('');
    setTried(false);
    clear();
  }, [kind, clear]);
  const nameOk = nameSchema.safeParse(name).success;
  const recipientOk =
    kind === 'make' || recipientSchema.safeParse(recipient.trim()).success;
  return (
    <Dialog
      isOpen={kind !== undefined}
      onOpenChange={open => !open && onClose()}
      width="min(480px, 92vw)"
    >
      <form
        noValidate
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          setTried(true);
          if (nameOk && recipientOk) add.run();
        }}
      >
        <DialogHeader>
          {kind === 'make' ? t('keys.makeTitle') : t('keys.pasteTitle')}
        </DialogHeader>
        <DialogBody>
          <div className={styles.dialog}>
            {kind === 'make' && (
              <p className={styles.text}>{t('keys.makeBody')}</p>
            )}
            <TextField
              label={t('keys.name')}
              value={name}
              onChange={setName}
              autoComplete="off"
              // eslint-disable-next-line jsx-a11y/no-autofocus
              autoFocus
              {...fieldError(
                tried && !nameOk
                  ? t('keys.nameWrong')
                  : add.problem?.fields.name,
              )}
            />
            {kind === 'recipient' && (
              <TextField
                label={t('keys.recipient')}
                value={recipient}
                onChange={setRecipient}
                autoComplete="off"
                {...fieldError(
                  tried && !recipientOk
                    ? t('keys.recipientWrong')
                    : add.problem?.fields.recipient,
                )}
              />
            )}
            {kind === 'make' && (
              <Checkbox isSelected={keepIdentity} onChange={setKeepIdentity}>
                {t('keys.keepIdentity')}
              </Checkbox>
            )}
            {add.problem && <HintAlert problem={add.problem} urgent />}
          </div>
        </DialogBody>
        <DialogFooter>
          <Button variant="secondary" slot="close">
            {t('common.cancel')}
          </Button>
          <Button type="submit" variant="primary" isPending={add.pending}>
            {kind === 'make' ? t('keys.make') : t('keys.add')}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
