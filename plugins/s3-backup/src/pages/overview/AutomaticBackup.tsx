import { useState } from 'react';
import { Alert, Button, Switch } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  Status,
  SwitchOff,
} from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import {
  ConfirmDialog,
  HintAlert,
  NEW_OFF,
  OffFields,
  offOf,
  RecoveredAlert,
} from '../../components';
import { useAction } from '../../live/useAction';
import { useMay } from '../../live/useMay';
import { useNow } from '../../live/useNow';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';

type Automatic = Status['automaticBackup'];

function useSetAutomatic(onChanged: () => Promise<void>) {
  const api = useApi(s3BackupApiRef);
  return async (automaticBackup: boolean, off?: SwitchOff) => {
    const { value, etag } = await api.settings();
    const { defaults, notifications } = value;
    const input = { automaticBackup, off, defaults, notifications };
    await api.saveSettings(input, etag);
    await onChanged();
  };
}

/**
 * The global switch. Turning it off asks; turning it on asks only where the
 * bucket is ahead of the database, since then another portal may be writing.
 */
export function AutomaticSwitch(props: {
  automatic: Automatic;
  onChanged: () => Promise<void>;
}) {
  const { automatic, onChanged } = props;
  const t = useT();
  const may = useMay('settingsUpdate');
  const set = useSetAutomatic(onChanged);
  const turn = useAction((on: boolean) => set(on));
  const [off, setOff] = useState(NEW_OFF);
  const [tried, setTried] = useState(false);
  const [asking, setAsking] = useState<'on' | 'off'>();
  if (!may) {
    return (
      <span>
        {t('overview.automatic')}:{' '}
        {automatic.enabled ? t('overview.on') : t('overview.off')}
      </span>
    );
  }
  return (
    <>
      <Switch
        label={t('overview.automatic')}
        isSelected={automatic.enabled}
        isDisabled={turn.pending}
        onChange={on => {
          if (!on) {
            setOff(NEW_OFF);
            setTried(false);
            setAsking('off');
          } else if (automatic.recovered) setAsking('on');
          else turn.run(true);
        }}
      />
      {turn.problem && <HintAlert problem={turn.problem} urgent />}
      <ConfirmDialog
        isOpen={asking !== undefined}
        onClose={() => setAsking(undefined)}
        title={
          asking === 'on' ? t('overview.confirmOn') : t('overview.confirmOff')
        }
        confirm={asking === 'on' ? t('overview.turnOn') : t('overview.turnOff')}
        keep={asking === 'on' ? undefined : t('overview.keepOn')}
        check={() => {
          setTried(true);
          return asking === 'on' || offOf(off, Date.now()) !== undefined;
        }}
        onConfirm={() =>
          asking === 'on' ? set(true) : set(false, offOf(off, Date.now()))
        }
      >
        <p>
          {asking === 'on'
            ? t('overview.confirmOnBody')
            : t('overview.confirmOffBody')}
        </p>
        {asking === 'off' && (
          <OffFields draft={off} onChange={setOff} tried={tried} />
        )}
      </ConfirmDialog>
    </>
  );
}

/** Across the page while it is off. */
export function AutomaticOff(props: {
  automatic: Automatic;
  onChanged: () => Promise<void>;
}) {
  const { automatic, onChanged } = props;
  const t = useT();
  const times = useTimes();
  const now = useNow();
  const may = useMay('settingsUpdate');
  const set = useSetAutomatic(onChanged);
  const turn = useAction((on: boolean) => set(on));
  if (automatic.recovered) return <RecoveredAlert onConfirmed={onChanged} />;
  if (automatic.enabled) return null;
  const { changedAt, changedBy } = automatic;
  const title =
    changedAt && changedBy
      ? t('overview.offTitle', {
          when: times.moment(changedAt, now),
          who: changedBy,
        })
      : t('overview.offTitlePlain');
  return (
    <>
      <Alert
        status="warning"
        icon
        title={title}
        description={
          automatic.off
            ? t('overview.offUntil', {
                until: times.full(automatic.off.until),
                reason: automatic.off.reason,
              })
            : t('overview.offBody')
        }
        customActions={
          may && (
            <Button
              variant="secondary"
              isPending={turn.pending}
              onPress={() => turn.run(true)}
            >
              {t('overview.turnOn')}
            </Button>
          )
        }
      />
      {turn.problem && <HintAlert problem={turn.problem} urgent />}
    </>
  );
}
