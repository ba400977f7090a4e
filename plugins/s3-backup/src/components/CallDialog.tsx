import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
} from '@backstage/ui';
import { useT } from '../translation';
import { ConfirmDialog } from './ConfirmDialog';
import { CopySnippet } from './CopySnippet';

/**
 * Shows a call in full before it is made. Without `confirm` it is there to be
 * taken away only: somebody with more rights makes it.
 */
export function CallDialog(props: {
  /** Absent: closed. */
  call: string | undefined;
  title: string;
  body: string;
  confirm: string | undefined;
  onClose: () => void;
  onConfirm: () => Promise<unknown>;
}) {
  const { call, title, body, confirm, onClose, onConfirm } = props;
  const t = useT();
  const content = call && (
    <CopySnippet label={t('help.form.cli')} text={call} />
  );
  if (confirm) {
    return (
      <ConfirmDialog
        isOpen={call !== undefined}
        onClose={onClose}
        title={title}
        confirm={confirm}
        onConfirm={onConfirm}
      >
        {content}
        <span>{body}</span>
      </ConfirmDialog>
    );
  }
  return (
    <Dialog
      isOpen={call !== undefined}
      onOpenChange={open => !open && onClose()}
      width={520}
    >
      <DialogHeader>{t('help.showCall')}</DialogHeader>
      <DialogBody>{content}</DialogBody>
      <DialogFooter>
        <Button variant="secondary" slot="close">
          {t('common.close')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
