import { Alert, Button } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { Plan } from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import { ConfigLock, CopyAction, HintAlert } from '../../components';
import { toYaml } from '../../format/yaml';
import { useAction } from '../../live/useAction';
import { useMayOnPlan } from '../../live/useMay';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import { inputOf } from './planInput';
import { isPaused, isSkipping } from './PlanMenu';

/** What one has to know of a plan before its figures. */
export function PlanNotices(props: {
  plan: Plan;
  reload: () => Promise<void>;
}) {
  const { plan, reload } = props;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const times = useTimes();
  const mayPause = useMayOnPlan('planPause', plan.name);
  const resume = useAction(async () => {
    await api.resumePlan(plan.name);
    await reload();
  });
  const unskip = useAction(async () => {
    await api.unskip(plan.name);
    await reload();
  });
  const who = plan.pausedBy ?? t('common.unknown');
  return (
    <>
      {isPaused(plan) && (
        <Alert
          status="info"
          icon
          title={
            plan.pausedUntil
              ? t('plan.pausedTitle', {
                  until: times.full(plan.pausedUntil),
                  who,
                })
              : t('plan.pausedForever', { who })
          }
          description={t('plan.pausedBody')}
          customActions={
            mayPause && (
              <Button
                variant="secondary"
                isPending={resume.pending}
                onPress={() => resume.run()}
              >
                {t('plans.resume')}
              </Button>
            )
          }
        />
      )}
      {isSkipping(plan) && plan.skip && (
        <Alert
          status="info"
          icon
          title={t('plan.skipTitle', {
            slot: times.full(plan.skip.slot),
            who: plan.skip.by,
          })}
          description={t('plan.skipBody')}
          customActions={
            mayPause && (
              <Button
                variant="secondary"
                isPending={unskip.pending}
                onPress={() => unskip.run()}
              >
                {t('plans.unskip')}
              </Button>
            )
          }
        />
      )}
      {unskip.problem && <HintAlert problem={unskip.problem} urgent />}
      {resume.problem && <HintAlert problem={resume.problem} urgent />}
      {plan.encryption.type === 'clear' && (
        <Alert
          status="warning"
          icon
          title={t('plan.clearTitle')}
          description={t('plan.clearBody')}
        />
      )}
      {plan.notice && (
        <Alert
          status="info"
          icon
          title={t('plan.noticeTitle')}
          description={t('plan.noticeBody', { line: plan.notice })}
          customActions={
            <CopyAction text={plan.notice}>{t('common.copy')}</CopyAction>
          }
        />
      )}
      {plan.fromConfig && (
        <ConfigLock path={plan.fromConfig} yaml={toYaml([inputOf(plan)])} />
      )}
    </>
  );
}
