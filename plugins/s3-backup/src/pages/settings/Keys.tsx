import { useState } from 'react';
import { Button, MenuItem } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { RiKey2Line } from '@remixicon/react';
import { Key } from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import {
  ConfigBadge,
  ConfirmDialog,
  CopyButton,
  DataColumn,
  DataTable,
  EmptyState,
  KeyText,
  LoadedView,
  Section,
} from '../../components';
import { useLoad } from '../../live/useLoad';
import { useMay } from '../../live/useMay';
import { useNow } from '../../live/useNow';
import { Times, useTimes } from '../../live/useTimes';
import { T, useT } from '../../translation';
import { AddKeyDialog } from './AddKeyDialog';
import { MadeKey, RecoveryKit } from './RecoveryKit';
import styles from './Settings.module.css';

function stateText(t: T, times: Times, now: number, key: Key): string {
  if (key.fromConfig) return t('keys.byConfig');
  return key.confirmedAt
    ? t('keys.confirmed', { when: times.relative(key.confirmedAt, now) })
    : t('keys.unconfirmed');
}

function columnsOf(t: T, times: Times, now: number): DataColumn<Key>[] {
  return [
    {
      id: 'name',
      label: t('keys.name'),
      isRowHeader: true,
      cell: key => (
        <span>
          <strong>{key.name}</strong> {key.fromConfig && <ConfigBadge />}
        </span>
      ),
    },
    {
      id: 'recipient',
      label: t('keys.recipient'),
      cell: key => (
        <span className={styles.line}>
          <KeyText value={key.recipient} length={16} />
          <CopyButton text={key.recipient} what={t('keys.recipient')} />
        </span>
      ),
    },
    {
      id: 'identity',
      label: t('keys.identity'),
      cell: key =>
        key.hasIdentity ? t('keys.identityHere') : t('keys.identityElsewhere'),
    },
    {
      id: 'state',
      label: t('keys.state'),
      cell: key => stateText(t, times, now, key),
    },
    {
      id: 'used',
      label: t('keys.usedBy'),
      low: true,
      cell: key => key.usedBy.join(', ') || t('keys.unused'),
    },
  ];
}

/** To whom backups are encrypted: make a key, paste a recipient, delete. */
export function Keys() {
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const times = useTimes();
  const now = useNow();
  const mayCreate = useMay('keyCreate');
  const mayDelete = useMay('keyDelete');
  const state = useLoad(() => api.keys(), 'keys', {
    topics: ['settings', 'plans'],
  });
  const [adding, setAdding] = useState<'make' | 'recipient'>();
  const [deleting, setDeleting] = useState<Key>();
  const [confirming, setConfirming] = useState<string>();
  const [made, setMade] = useState<MadeKey>();
  return (
    <Section
      title={t('keys.title')}
      actions={
        mayCreate && (
          <div className={styles.buttons}>
            <Button variant="secondary" onPress={() => setAdding('make')}>
              {t('keys.make')}
            </Button>
            <Button variant="secondary" onPress={() => setAdding('recipient')}>
              {t('keys.paste')}
            </Button>
          </div>
        )
      }
    >
      <p className={styles.text}>{t('keys.intro')}</p>
      <LoadedView
        state={state}
        lines={3}
        what={t('keys.title').toLowerCase()}
        permission="s3-backup.key.read"
      >
        {keys => (
          <DataTable
            label={t('keys.tableName')}
            columns={columnsOf(t, times, now)}
            rows={keys}
            idOf={key => key.name}
            nameOf={key => key.name}
            hrefOf={() => undefined}
            menuOf={
              mayCreate || mayDelete
                ? key => (
                    <>
                      {mayCreate && !key.confirmedAt && !key.fromConfig && (
                        <MenuItem
                          id="confirm"
                          onAction={() => setConfirming(key.name)}
                        >
                          {t('keys.confirmKey')}
                        </MenuItem>
                      )}
                      <MenuItem
                        id="copy"
                        onAction={() =>
                          navigator.clipboard?.writeText(key.recipient)
                        }
                      >
                        {t('common.copyOf', { what: t('keys.recipient') })}
                      </MenuItem>
                      {mayDelete && !key.fromConfig && (
                        <MenuItem
                          id="delete"
                          color="danger"
                          onAction={() => setDeleting(key)}
                        >
                          {t('keys.delete')}
                        </MenuItem>
                      )}
                    </>
                  )
                : undefined
            }
            compact={key => ({
              icon: <RiKey2Line aria-hidden />,
              title: key.name,
              description: [
                stateText(t, times, now, key),
                key.usedBy.join(', ') || t('keys.unused'),
              ].join(' · '),
            })}
            empty={<EmptyState text={t('keys.empty')} />}
          />
        )}
      </LoadedView>
      <AddKeyDialog
        kind={adding}
        onClose={() => setAdding(undefined)}
        onAdded={async key => {
          if (key.identity) {
            setMade({
              name: key.key.name,
              recipient: key.key.recipient,
              identity: key.identity,
            });
          }
          await state.reload();
        }}
      />
      <RecoveryKit
        key={made?.name ?? confirming}
        name={made?.name ?? confirming}
        made={made}
        onClose={() => {
          setMade(undefined);
          setConfirming(undefined);
        }}
        onConfirmed={state.reload}
      />
      <ConfirmDialog
        isOpen={deleting !== undefined}
        onClose={() => setDeleting(undefined)}
        title={t('keys.deleteTitle', { name: deleting?.name ?? '' })}
        confirm={t('keys.deleteConfirm')}
        destructive
        typed={deleting?.hasIdentity ? deleting.name : undefined}
        onConfirm={async () => {
          if (deleting) await api.deleteKey(deleting.name);
          await state.reload();
        }}
      >
        <p>{t('keys.deleteBody')}</p>
        {deleting && deleting.usedBy.length > 0 && (
          <p>{t('keys.deleteUsed', { plans: deleting.usedBy.join(', ') })}</p>
        )}
      </ConfirmDialog>
    </Section>
  );
}
