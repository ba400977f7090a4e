import { useState } from 'react';
import { Alert } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { s3BackupApiRef } from '../../api';
import { LoadedView } from '../../components';
import { useLoad } from '../../live/useLoad';
import { useNow } from '../../live/useNow';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import { MadeKey, RecoveryKit } from './RecoveryKit';
import { SimpleFields } from './SimpleFields';
import { SimpleSummary } from './SimpleSummary';
import styles from './Settings.module.css';

/**
 * The small form, complete by itself: on the Settings page, and on the
 * Overview of a portal where nothing is set up. Once saved it is a summary.
 */
export function SimpleForm(props: { onSaved?: () => void }) {
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const times = useTimes();
  const now = useNow();
  const state = useLoad(async () => {
    const [simple, settings] = await Promise.all([
      api.simpleSettings(),
      api.settings(),
    ]);
    return { simple, settings: settings.value };
  }, 'simple');
  const [editing, setEditing] = useState(false);
  const [savedText, setSavedText] = useState<string>();
  const [made, setMade] = useState<MadeKey>();
  const [confirming, setConfirming] = useState<string>();
  return (
    <LoadedView
      state={state}
      lines={12}
      what={t('settings.tab').toLowerCase()}
      permission="s3-backup.settings.read"
    >
      {({ simple, settings }) => (
        <div className={styles.narrow}>
          {savedText && (
            <Alert status="success" icon role="status" title={savedText} />
          )}
          {simple.value.saved && !editing ? (
            <SimpleSummary
              settings={simple.value}
              onEdit={() => {
                setSavedText(undefined);
                setEditing(true);
              }}
              onConfirmKey={setConfirming}
            />
          ) : (
            <SimpleFields
              key={simple.etag}
              simple={simple}
              settings={settings}
              onReload={state.reload}
              onCancel={
                simple.value.saved ? () => setEditing(false) : undefined
              }
              onSaved={async saved => {
                const { nextSlot, timeZone } = saved.settings;
                const words = nextSlot
                  ? t('settings.saved', {
                      when: times.slot(nextSlot, now, timeZone),
                    })
                  : t('settings.savedNoNext');
                setSavedText([words, ...saved.notices].join(' '));
                setEditing(false);
                if (saved.madeKey) setMade(saved.madeKey);
                await state.reload();
                // The overview shows this form too; while a kit waits, it stays.
                if (!saved.madeKey) props.onSaved?.();
              }}
            />
          )}
          <RecoveryKit
            name={made?.name ?? confirming}
            made={made}
            onClose={() => {
              setMade(undefined);
              setConfirming(undefined);
              props.onSaved?.();
            }}
            onConfirmed={state.reload}
          />
        </div>
      )}
    </LoadedView>
  );
}
