import { Button, Menu, MenuItem, MenuTrigger } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { RiArrowDownSLine } from '@remixicon/react';
import { Status } from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import { HintAlert, ProtectionIcon } from '../../components';
import { formatAge } from '../../format/durations';
import { Headline, headlineOf } from '../../format/headline';
import { useLoad } from '../../live/useLoad';
import { useNow } from '../../live/useNow';
import { useRunPlan } from '../../live/useRunPlan';
import { T, useT } from '../../translation';
import { AutomaticSwitch } from './AutomaticBackup';
import styles from './Overview.module.css';

/** The headline as a sentence that can be forwarded. */
export function headlineText(t: T, headline: Headline, now: number): string {
  if (headline.kind === 'no-plans') return t('overview.noPlans');
  if (headline.kind === 'all') {
    const age = headline.oldest
      ? formatAge(now - Date.parse(headline.oldest)) ?? t('time.justNow')
      : t('common.unknown');
    return t('overview.allProtected', { count: headline.plans, age });
  }
  const rest = [
    headline.notProtected &&
      t('overview.notProtected', { n: String(headline.notProtected) }),
    headline.atRisk && t('overview.atRisk', { n: String(headline.atRisk) }),
    headline.paused && t('overview.paused', { n: String(headline.paused) }),
  ].filter(Boolean);
  return t('overview.someProtected', {
    protected: String(headline.protected),
    plans: String(headline.plans),
    rest: rest.join(', '),
  });
}

/** *Back up now* for any plan one may see. Absent for those who see none. */
function BackUpNow(props: { onStarted: () => void }) {
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const plans = useLoad(() => api.plans(), 'plans');
  const start = useRunPlan(props.onStarted);
  if (!plans.value?.length) return null;
  return (
    <>
      <MenuTrigger>
        <Button
          variant="primary"
          iconEnd={<RiArrowDownSLine />}
          isPending={start.pending}
        >
          {t('overview.backUpNow')}
        </Button>
        <Menu>
          {plans.value.map(plan => (
            <MenuItem
              key={plan.name}
              id={plan.name}
              onAction={() => start.run(plan.name, plan.title)}
            >
              {plan.title ?? plan.name}
            </MenuItem>
          ))}
        </Menu>
      </MenuTrigger>
      {start.problem && <HintAlert problem={start.problem} urgent />}
    </>
  );
}

/** The one sentence, the global switch and the button. */
export function HeadlineStrip(props: {
  status: Status;
  onChanged: () => Promise<void>;
}) {
  const { status, onChanged } = props;
  const t = useT();
  const now = useNow();
  const headline = headlineOf(status);
  return (
    <div className={styles.headline}>
      <p className={styles.sentence}>
        <ProtectionIcon state={headline.state} size={28} />
        {headlineText(t, headline, now)}
      </p>
      <div className={styles.actions}>
        <AutomaticSwitch
          automatic={status.automaticBackup}
          onChanged={onChanged}
        />
        <BackUpNow onStarted={onChanged} />
      </div>
    </div>
  );
}
