import { useState } from 'react';
import { Button } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { Orphan } from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import {
  ConfirmDialog,
  HintAlert,
  LoadedView,
  Section,
} from '../../components';
import { keepsText } from '../../components/retentionWords';
import { useAction } from '../../live/useAction';
import { useLoad } from '../../live/useLoad';
import { useMay } from '../../live/useMay';
import { Times, useTimes } from '../../live/useTimes';
import { T, useT } from '../../translation';
import styles from './Backups.module.css';

function rowText(t: T, times: Times, orphan: Orphan): string {
  return t('orphans.row', {
    count: orphan.backups,
    bytes: times.bytes(orphan.bytes),
    why: t(`orphans.${orphan.why}`),
    rules: keepsText(t, times, orphan.rules),
  });
}

/** What plans left that are gone, and whether it may go. */
export function Orphans(props: { onChanged: () => Promise<void> }) {
  const { onChanged } = props;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const times = useTimes();
  const mayDecide = useMay('settingsUpdate');
  const [asked, setAsked] = useState<Orphan>();
  const state = useLoad(() => api.orphans(), 'orphans', {
    topics: ['backups', 'plans'],
  });
  const decide = async (orphan: Orphan, follow: boolean) => {
    await api.followOrphans(
      orphan.plan,
      follow ? { follow, confirm: orphan.plan } : { follow },
    );
    await Promise.all([state.reload(), onChanged()]);
  };
  const stop = useAction((orphan: Orphan) => decide(orphan, false));
  return (
    <Section title={t('orphans.title')}>
      <p>{t('orphans.body')}</p>
      {stop.problem && <HintAlert problem={stop.problem} urgent />}
      <LoadedView state={state} lines={2}>
        {orphans => (
          <ul className={styles.reasons}>
            {orphans.map(orphan => (
              <li key={`${orphan.plan} ${orphan.destination}`}>
                <div className={styles.orphan}>
                  <span>
                    <strong>{orphan.plan}</strong>
                    {`: ${rowText(t, times, orphan)}`}
                    {orphan.follow &&
                      ` ${t('orphans.followedBy', {
                        when: times.full(orphan.follow.at),
                        who: orphan.follow.by,
                      })}`}
                  </span>
                  {mayDecide && orphan.rules && (
                    <Button
                      size="small"
                      variant="secondary"
                      isPending={stop.pending}
                      onPress={() =>
                        orphan.follow ? stop.run(orphan) : setAsked(orphan)
                      }
                    >
                      {orphan.follow ? t('orphans.stop') : t('orphans.follow')}
                    </Button>
                  )}
                </div>
              </li>
            ))}
          </ul>
        )}
      </LoadedView>
      <ConfirmDialog
        isOpen={asked !== undefined}
        onClose={() => setAsked(undefined)}
        title={t('orphans.confirmTitle', { name: asked?.plan ?? '' })}
        confirm={t('orphans.confirm')}
        destructive
        typed={asked?.plan}
        onConfirm={async () => asked && decide(asked, true)}
      >
        <p>
          {asked &&
            t('orphans.confirmBody', {
              rules: t('retention.keepsSentence', {
                what: keepsText(t, times, asked.rules),
              }),
            })}
        </p>
      </ConfirmDialog>
    </Section>
  );
}
