import { FormEvent, ReactNode, useEffect, useState } from 'react';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  TextField,
} from '@backstage/ui';
import { useAction } from '../live/useAction';
import { useT } from '../translation';
import { fieldError } from './fieldError';
import { HintAlert } from './HintAlert';
import styles from './ConfirmDialog.module.css';

/**
 * Asks before something happens: says what happens and what stays. With
 * `typed` the name has to be typed; the button stays focusable and says why it
 * waits. A failure stays in the dialog.
 */
export function ConfirmDialog(props: {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  confirm: string;
  keep?: string;
  destructive?: boolean;
  typed?: string;
  /** False: a field of the body is not right, and says so itself. */
  check?: () => boolean;
  onConfirm: () => Promise<unknown>;
}) {
  const { isOpen, onClose, title, children, confirm, typed } = props;
  const t = useT();
  const [text, setText] = useState('');
  const [missing, setMissing] = useState<string>();
  const action = useAction(props.onConfirm);
  const { clear } = action;
  useEffect(() => {
    setText('');
    setMissing(undefined);
    clear();
  }, [isOpen, clear]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (typed && text !== typed) {
      setMissing(t('confirm.waits', { name: typed }));
      return;
    }
    if (props.check && !props.check()) return;
    if (await action.run()) onClose();
  };

  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={open => !open && !action.pending && onClose()}
      width={520}
    >
      <form onSubmit={submit} noValidate>
        <DialogHeader>{title}</DialogHeader>
        <DialogBody>
          <div className={styles.body}>
            {children}
            {typed && (
              <TextField
                label={t('confirm.typeName', { name: typed })}
                value={text}
                onChange={value => {
                  setText(value);
                  setMissing(undefined);
                }}
                autoComplete="off"
                // eslint-disable-next-line jsx-a11y/no-autofocus
                autoFocus
                {...fieldError(missing)}
              />
            )}
            {action.problem && <HintAlert problem={action.problem} urgent />}
          </div>
        </DialogBody>
        <DialogFooter>
          <Button
            variant="secondary"
            slot="close"
            // eslint-disable-next-line jsx-a11y/no-autofocus
            autoFocus={!typed}
          >
            {props.keep ?? t('common.cancel')}
          </Button>
          <Button
            type="submit"
            variant="primary"
            destructive={props.destructive}
            isPending={action.pending}
          >
            {confirm}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
