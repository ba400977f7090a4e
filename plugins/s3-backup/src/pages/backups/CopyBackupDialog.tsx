import { useEffect, useState } from 'react';
import { Checkbox, Radio, RadioGroup, Select } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { Backup } from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import { ConfirmDialog, fieldError } from '../../components';
import { useLoad } from '../../live/useLoad';
import { useMayOnPlan } from '../../live/useMay';
import { useStartedToast } from '../../live/useRunPlan';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import { backupName, takenText } from './backupWords';

/** Where backups go, and whether they stay here as well. A move is typed. */
export function CopyBackupDialog(props: {
  backup: Backup | undefined;
  onClose: () => void;
}) {
  const { backup, onClose } = props;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const times = useTimes();
  const started = useStartedToast();
  const mayMove = useMayOnPlan('backupDelete', backup?.plan);
  const known = useLoad(
    async () => ({
      destinations: backup ? await api.destinations() : [],
      plans: backup ? await api.plans() : [],
    }),
    `copy ${backup?.id}`,
    { topics: [] },
  );
  const [all, setAll] = useState(false);
  const [destination, setDestination] = useState<string>();
  const [plan, setPlan] = useState<string>();
  const [move, setMove] = useState(false);
  const [tried, setTried] = useState(false);
  useEffect(() => {
    setAll(false);
    setMove(false);
    setTried(false);
    setDestination(undefined);
    setPlan(undefined);
  }, [backup]);
  const name = backup ? backupName(backup) : '';
  const here = backup?.destination ?? '';
  const own = backup?.plan ?? '';
  const destinations = known.value?.destinations ?? [];
  const others = (known.value?.plans ?? []).filter(it => it.name !== own);
  const to = destination ?? here;
  const taker = plan ?? own;
  const same = to === here && taker === own;
  return (
    <ConfirmDialog
      isOpen={backup !== undefined}
      onClose={onClose}
      title={t('copy.title', { name })}
      confirm={move ? t('copy.startMove') : t('copy.start')}
      destructive={move}
      typed={move ? own : undefined}
      check={() => {
        setTried(true);
        return !same;
      }}
      onConfirm={async () => {
        if (!backup) return;
        const run = await api.copyBackup(backup.id, {
          destination: to,
          ...(taker === own ? {} : { plan: taker }),
          all,
          ...(move ? { move: { confirm: own } } : {}),
        });
        started(t('toast.copyStarted', { name }), run);
      }}
    >
      <RadioGroup
        label={t('copy.which')}
        value={all ? 'all' : 'one'}
        onChange={value => setAll(value === 'all')}
      >
        <Radio value="one">
          {backup && t('copy.one', { when: takenText(times, backup) })}
        </Radio>
        <Radio value="all">{t('copy.all', { destination: here })}</Radio>
      </RadioGroup>
      <Select
        label={t('copy.to')}
        options={destinations.map(each => ({
          id: each.name,
          label: each.title ?? each.name,
        }))}
        value={to}
        onChange={value => setDestination(String(value))}
        {...fieldError(tried && same ? t('copy.same') : undefined)}
      />
      {others.length > 0 && (
        <Select
          label={t('copy.plan')}
          description={t('copy.planHelp')}
          options={[
            { id: own, label: t('copy.samePlan', { plan: own }) },
            ...others.map(each => ({
              id: each.name,
              label: each.title ?? each.name,
            })),
          ]}
          value={taker}
          onChange={value => setPlan(String(value))}
        />
      )}
      {mayMove && (
        <Checkbox isSelected={move} onChange={setMove}>
          {t('copy.move')}
        </Checkbox>
      )}
      <p>{move ? t('copy.moveHelp') : t('copy.copyHelp')}</p>
    </ConfirmDialog>
  );
}
