import { Alert, Button, ButtonLink, Link } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { SimpleSettings } from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import { HealthBadge, HintAlert, TimeText } from '../../components';
import { useLinks } from '../../live/useLinks';
import { useLoad } from '../../live/useLoad';
import { useMay, useMayOnPlan } from '../../live/useMay';
import { keepsText } from '../../components/retentionWords';
import { useNow } from '../../live/useNow';
import { useRunPlan } from '../../live/useRunPlan';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import styles from './Settings.module.css';

/** The plan that the small form makes. */
export const PORTAL_PLAN = 'portal';
/** The destination that the small form makes. */
export const MAIN_DESTINATION = 'main';

/** What the form came to, and three doors. */
export function SimpleSummary(props: {
  settings: SimpleSettings;
  onEdit: () => void;
  onConfirmKey: (name: string) => void;
}) {
  const { settings, onEdit, onConfirmKey } = props;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const times = useTimes();
  const now = useNow();
  const links = useLinks();
  const may = useMay('settingsUpdate');
  const mayStart = useMayOnPlan('runStart', PORTAL_PLAN);
  const start = useRunPlan();
  const state = useLoad(
    async () => {
      const [destination, plan] = await Promise.all([
        api.destination(MAIN_DESTINATION).catch(() => undefined),
        api.plan(PORTAL_PLAN).catch(() => undefined),
      ]);
      return { destination: destination?.value, plan: plan?.value };
    },
    'summary',
    { topics: ['backups', 'destinations', 'plans'], poll: () => 60_000 },
  );
  const { encryption, schedule, nextSlot, timeZone, fromConfig } = settings;
  const paths = [fromConfig.destination, fromConfig.plan].filter(Boolean);
  const good = state.value?.plan?.lastGoodBackup;
  const when = schedule
    ? times.schedule(schedule, timeZone)
    : t(`settings.${settings.frequency}`).toLowerCase();
  return (
    <div className={styles.summary}>
      <strong>
        {t('settings.summary', {
          bucket: settings.bucket,
          place: settings.endpoint || settings.region || 'AWS',
          frequency: when,
        })}
      </strong>
      <div className={styles.buttons}>
        {state.value?.destination && (
          <HealthBadge health={state.value.destination.health} />
        )}
        {good ? (
          <span>
            {t('settings.lastGood')} <TimeText at={good.takenAt} />
          </span>
        ) : (
          <span>{t('settings.noGood')}</span>
        )}
      </div>
      <p className={styles.text}>
        {t('retention.keepsSentence', {
          what: keepsText(t, times, settings.retention),
        })}{' '}
        <Link href={links.plan(PORTAL_PLAN)}>{t('retention.plan')}</Link>
      </p>
      {nextSlot && settings.automaticBackup && (
        <p className={styles.text}>
          {t('settings.nextBackup', {
            when: times.slot(nextSlot, now, timeZone),
          })}
        </p>
      )}
      {encryption?.type === 'clear' && (
        <Alert status="warning" icon title={t('settings.clearStanding')} />
      )}
      {encryption?.type === 'made' && !encryption.confirmed && (
        <Alert
          status="warning"
          icon
          title={t('settings.unconfirmed', { name: encryption.key })}
          customActions={
            may && (
              <Button
                size="small"
                variant="secondary"
                onPress={() => onConfirmKey(encryption.key)}
              >
                {t('keys.confirmKey')}
              </Button>
            )
          }
        />
      )}
      {paths.length > 0 && (
        <Alert
          status="info"
          icon
          title={t('settings.fromConfig', { paths: paths.join(', ') })}
        />
      )}
      {start.problem && <HintAlert problem={start.problem} urgent />}
      <div className={styles.buttons}>
        {mayStart && (
          <Button
            variant="primary"
            isPending={start.pending}
            onPress={() => start.run(PORTAL_PLAN)}
          >
            {t('settings.backUpNow')}
          </Button>
        )}
        {may && (
          <Button variant="secondary" onPress={onEdit}>
            {t('settings.edit')}
          </Button>
        )}
      </div>
      <div className={styles.buttons}>
        <ButtonLink variant="tertiary" href={links.destinations}>
          {t('settings.destinations')}
        </ButtonLink>
        <ButtonLink variant="tertiary" href={links.plans}>
          {t('settings.plans')}
        </ButtonLink>
        <ButtonLink variant="tertiary" href={links.history()}>
          {t('settings.history')}
        </ButtonLink>
      </div>
    </div>
  );
}
