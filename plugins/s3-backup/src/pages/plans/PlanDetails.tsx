import { Link } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { Plan } from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import { KeyValue, LoadedView, Section, SlotList } from '../../components';
import { keepsText } from '../../components/retentionWords';
import { formatDuration } from '../../format/durations';
import { shortId } from '../../format/names';
import { useLinks } from '../../live/useLinks';
import { useLoad } from '../../live/useLoad';
import { useNow } from '../../live/useNow';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import { startDraftOf, startInputOf } from './startDraft';

/** The next slots, with the nights of a time change marked. */
export function PlanSlots(props: { plan: Plan }) {
  const { plan } = props;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const times = useTimes();
  const now = useNow();
  const never = plan.schedule.every === 'never';
  const schedule =
    plan.schedule.every === 'never'
      ? plan.schedule
      : { ...plan.schedule, timeZone: plan.schedule.timeZone ?? plan.timeZone };
  const { spread, blackouts } = startInputOf(startDraftOf(plan));
  const asked = { schedule, plan: plan.name, spread, blackouts };
  const state = useLoad(
    async () =>
      never
        ? { timeZone: plan.timeZone, slots: [] }
        : api.previewSchedule(asked),
    `slots ${JSON.stringify(asked)}`,
  );
  return (
    <Section title={t('plan.nextSlots')}>
      <span>{times.schedule(plan.schedule, plan.timeZone)}</span>
      {!never && (
        <LoadedView state={state} lines={5}>
          {preview => (
            <SlotList preview={preview} now={now} skipped={plan.skip?.slot} />
          )}
        </LoadedView>
      )}
    </Section>
  );
}

function optionText(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join(', ');
  if (typeof value === 'object' && value !== null) return '••••';
  return String(value);
}

/** What the plan says, in full. */
export function PlanDetails(props: { plan: Plan }) {
  const { plan } = props;
  const t = useT();
  const times = useTimes();
  const links = useLinks();
  const { encryption } = plan;
  const names =
    encryption.type === 'age'
      ? [
          ...encryption.keys,
          ...encryption.recipients.map(each => `${shortId(each)}…`),
        ].join(', ')
      : '';
  return (
    <Section title={t('plan.settings')}>
      <KeyValue
        items={[
          { label: t('plan.source'), value: plan.source.type },
          ...Object.entries(plan.source.options).map(([name, value]) => ({
            label: name,
            value: optionText(value),
          })),
          {
            label: t('plan.destination'),
            value: plan.destinations.map(name => (
              <Link key={name} href={links.destination(name)}>
                {name}
              </Link>
            )),
          },
          plan.ownerRef !== null && {
            label: t('plan.owner'),
            value: plan.ownerRef,
          },
          {
            label: t('plan.encryption'),
            value:
              encryption.type === 'clear'
                ? t('plan.encryptionClear')
                : t('plan.encryptionAge', { names }),
          },
          { label: t('plan.compression'), value: plan.compression },
          plan.freshness > 0 && {
            label: t('plan.freshness'),
            value: formatDuration(plan.freshness),
          },
          { label: t('plan.kept'), value: keepsText(t, times, plan.retention) },
          {
            label: t('plan.proof'),
            value: [
              t('plan.proofReach', {
                rung: t(`rung.${plan.proof.reach.rung}`),
              }),
              plan.proof.reach.why && t(`reach.${plan.proof.reach.why}`),
            ]
              .filter(Boolean)
              .join(': '),
          },
          {
            label: t('plan.proofRules'),
            value: (['read', 'opened', 'drill'] as const)
              .map(rung => {
                const every = plan.proof.rules[rung];
                return every === false
                  ? t(`plan.never.${rung}`)
                  : t(`plan.every.${rung}`, { every: formatDuration(every) });
              })
              .join(' · '),
          },
          ...plan.proof.due.map(({ rung, at, overdue }) => ({
            label: t('plan.proofDue', { rung: t(`rung.${rung}`) }),
            value: overdue
              ? t('plan.proofOverdue', { at: times.full(at) })
              : times.full(at),
          })),
          plan.proof.rto !== null && {
            label: t('plan.rto'),
            value: formatDuration(plan.proof.rto),
          },
          plan.usualSeconds !== null && {
            label: t('plan.usual'),
            value: formatDuration(plan.usualSeconds * 1000),
          },
        ]}
      />
    </Section>
  );
}
