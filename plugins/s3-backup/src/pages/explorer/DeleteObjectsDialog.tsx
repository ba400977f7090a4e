import { Alert } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  ObjectsDeleted,
  StoredObject,
} from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import { ConfirmDialog } from '../../components';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import styles from './Explorer.module.css';

/** Asks with count and bytes; the destination's name is typed. */
export function DeleteObjectsDialog(props: {
  name: string;
  objects: Pick<StoredObject, 'key' | 'bytes'>[] | undefined;
  onClose: () => void;
  onDeleted: (result: ObjectsDeleted) => Promise<void> | void;
}) {
  const { name, objects = [], onClose, onDeleted } = props;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const times = useTimes();
  const count = objects.length;
  const bytes = objects.reduce((sum, object) => sum + object.bytes, 0);
  return (
    <ConfirmDialog
      isOpen={props.objects !== undefined}
      onClose={onClose}
      title={t('objects.deleteTitle', { count })}
      confirm={t('objects.deleteConfirm', { count })}
      destructive
      typed={name}
      onConfirm={async () => {
        const keys = objects.map(object => object.key);
        await onDeleted(await api.deleteObjects(name, keys, name));
      }}
    >
      <p>
        {t('objects.deleteBody', { count, name, bytes: times.bytes(bytes) })}
      </p>
      <ul className={styles.keys}>
        {objects.slice(0, 10).map(({ key }) => (
          <li key={key}>
            <code className={styles.key}>{key}</code>
          </li>
        ))}
        {count > 10 && <li>{t('common.more', { n: String(count - 10) })}</li>}
      </ul>
    </ConfirmDialog>
  );
}

/** What went, and what stays with its reason. */
export function DeletedAlert(props: { result: ObjectsDeleted }) {
  const { deleted, stay } = props.result;
  const t = useT();
  return (
    <Alert
      status={stay.length > 0 ? 'warning' : 'success'}
      icon
      role="status"
      title={t('objects.deleted', { count: deleted.length })}
      description={
        stay.length > 0 && (
          <span>
            {t('objects.stay', { count: stay.length })}{' '}
            {stay
              .map(
                ({ key, reason }) => `${key} (${t(`object.stays.${reason}`)})`,
              )
              .join(' ')}
          </span>
        )
      }
    />
  );
}
