import { useEffect, useRef } from 'react';
import { Button, ButtonIcon, Link } from '@backstage/ui';
import { RiCloseLine } from '@remixicon/react';
import { useApi } from '@backstage/frontend-plugin-api';
import { ObjectDetail } from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import {
  Bytes,
  CopyButton,
  EmptyState,
  HintAlert,
  KeyValue,
  LoadedView,
  Section,
  TimeText,
} from '../../components';
import { useAction } from '../../live/useAction';
import { useLinks } from '../../live/useLinks';
import { useLoad } from '../../live/useLoad';
import { useMayOnPlan } from '../../live/useMay';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import { openDownload } from '../backups/Downloads';
import { kindWords } from './ObjectsTable';
import styles from './Explorer.module.css';

const pairs = (values: Record<string, string>) =>
  Object.entries(values)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ');

/**
 * The stored bytes of an artifact, by the ticket of its backup. What belongs to
 * no backup is not handed out: the portal is no way into other people's files.
 */
function Download(props: { object: ObjectDetail; plan: string; id: string }) {
  const { object, plan, id } = props;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const may = useMayOnPlan('backupDownload', plan);
  const download = useAction(async () => {
    const { folderKey, artifacts } = await api.backup(id);
    const artifact = artifacts.find(each =>
      `/${folderKey}/${each.key}`.endsWith(`/${object.key}`),
    );
    if (!artifact) throw new Error(t('object.gone'));
    openDownload(await api.download(id, artifact.name, 'stored'));
  });
  if (!may || object.kind !== 'artifact') return null;
  return (
    <>
      <Button
        variant="secondary"
        isPending={download.pending}
        onPress={() => download.run()}
      >
        {t('object.download')}
      </Button>
      {download.problem && <HintAlert problem={download.problem} urgent />}
    </>
  );
}

function Facts(props: { object: ObjectDetail }) {
  const { object } = props;
  const t = useT();
  const times = useTimes();
  const links = useLinks();
  const { key, lock, backup, metadata, tags } = object;
  const held = [
    lock &&
      t('object.lockText', {
        mode: lock.mode,
        until: lock.until ? times.full(lock.until) : t('common.unknown'),
      }),
    object.legalHold && t('object.legalHold'),
  ].filter(Boolean);
  return (
    <KeyValue
      items={[
        {
          label: t('object.key'),
          value: (
            <>
              <code className={styles.key}>{key}</code>
              <CopyButton text={key} what={t('object.key')} />
            </>
          ),
        },
        { label: t('explorer.kind'), value: kindWords(t, object) },
        { label: t('explorer.size'), value: <Bytes bytes={object.bytes} /> },
        {
          label: t('explorer.storedAt'),
          value: <TimeText at={object.storedAt} />,
        },
        {
          label: t('explorer.class'),
          value: object.storageClass ?? t('common.unknown'),
        },
        backup !== null && {
          label: t('object.backup'),
          value: <Link href={links.backup(backup.id)}>{backup.plan}</Link>,
        },
        {
          label: t('object.lock'),
          value: held.length > 0 ? held.join(', ') : t('common.none'),
        },
        object.encryption !== null && {
          label: t('object.encryption'),
          value: object.encryption,
        },
        object.kmsKey !== null && {
          label: t('object.kmsKey'),
          value: object.kmsKey,
        },
        object.versionId !== null && {
          label: t('object.version'),
          value: <code className={styles.key}>{object.versionId}</code>,
        },
        object.etag !== null && {
          label: t('object.etag'),
          value: <code className={styles.key}>{object.etag}</code>,
        },
        object.restore !== null && {
          label: t('object.restore'),
          value: object.restore,
        },
        Object.keys(metadata).length > 0 && {
          label: t('object.metadata'),
          value: pairs(metadata),
        },
        {
          label: t('object.tags'),
          value: tags ? pairs(tags) || t('object.noTags') : t('common.unknown'),
        },
      ]}
    />
  );
}

/** All that the store tells of one object, and what may be done with it. */
export function ObjectCard(props: {
  name: string;
  objectKey: string;
  mayDelete: boolean;
  onDelete: (object: ObjectDetail) => void;
  onClose: () => void;
}) {
  const { name, objectKey, mayDelete, onDelete, onClose } = props;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const card = useRef<HTMLDivElement>(null);
  const state = useLoad(
    () => api.object(name, objectKey),
    `object ${name} ${objectKey}`,
  );
  useEffect(() => {
    const heading = card.current?.querySelector('h3');
    if (!heading) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: false });
  }, [objectKey]);
  return (
    <div className={styles.card} ref={card}>
      <Section
        title={t('object.title')}
        actions={
          <ButtonIcon
            size="small"
            variant="tertiary"
            icon={<RiCloseLine />}
            aria-label={t('common.close')}
            onPress={onClose}
          />
        }
      >
        <LoadedView
          state={state}
          lines={8}
          gone={<EmptyState text={t('object.gone')} />}
        >
          {object => (
            <>
              <Facts object={object} />
              <span>
                {object.stays
                  ? t(`object.stays.${object.stays}`)
                  : t('object.mayGo')}
              </span>
              <div className={styles.buttons}>
                {object.backup && (
                  <Download object={object} {...object.backup} />
                )}
                {mayDelete && object.stays === null && (
                  <Button
                    variant="secondary"
                    destructive
                    onPress={() => onDelete(object)}
                  >
                    {t('object.delete')}
                  </Button>
                )}
              </div>
            </>
          )}
        </LoadedView>
      </Section>
    </div>
  );
}
