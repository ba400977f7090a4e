import {
  RiCheckLine,
  RiCloseLine,
  RiCircleLine,
  RiRecordCircleLine,
} from '@remixicon/react';
import { VisuallyHidden } from '@backstage/ui';
import { Attempt, Run } from '@understudy/backstage-plugin-s3-backup-common';
import {
  Duration,
  FamilyIcon,
  HintAlert,
  problemTitle,
  RunProgress,
  Section,
} from '../../components';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import styles from './Run.module.css';

type PhaseRow = Attempt['phases'][number];

function phaseLook(phase: PhaseRow, attempt: Attempt, isLast: boolean) {
  if (!phase.endedAt && !attempt.endedAt) {
    return { family: 'announcement', icon: RiRecordCircleLine } as const;
  }
  const failed = ['failed', 'lost', 'cancelled'].includes(
    attempt.outcome ?? '',
  );
  if (isLast && failed) {
    return { family: 'negative', icon: RiCloseLine } as const;
  }
  return phase.endedAt || attempt.endedAt
    ? ({ family: 'positive', icon: RiCheckLine } as const)
    : ({ family: 'neutral', icon: RiCircleLine } as const);
}

function Phases(props: { attempt: Attempt }) {
  const { attempt } = props;
  const t = useT();
  return (
    <ol className={styles.phases} aria-label={t('run.phases')}>
      {attempt.phases.map((phase, index) => {
        const look = phaseLook(
          phase,
          attempt,
          index === attempt.phases.length - 1,
        );
        const now = look.family === 'announcement';
        return (
          <li
            key={`${phase.name} ${phase.startedAt}`}
            className={styles.phase}
            data-now={now}
            aria-current={now ? 'step' : undefined}
          >
            <FamilyIcon {...look} size={16} />
            {look.family === 'negative' && (
              <VisuallyHidden>{t('status.failed')}</VisuallyHidden>
            )}
            {t(`run.phase.${phase.name}`)}{' '}
            <Duration
              from={phase.startedAt}
              to={phase.endedAt ?? attempt.endedAt}
              running={now}
            />
          </li>
        );
      })}
    </ol>
  );
}

/** Where a running run stands: bar, phases, destinations. */
export function RunNow(props: { run: Run }) {
  const { run } = props;
  const t = useT();
  const times = useTimes();
  const attempt = run.attempts.at(-1);
  return (
    <Section title={t('run.progress')}>
      <RunProgress run={run} />
      {attempt && <Phases attempt={attempt} />}
      {run.progress && run.progress.destinations.length > 0 && (
        <ul className={styles.destinations}>
          {run.progress.destinations.map(each => (
            <li key={each.name}>
              {[
                each.name,
                times.bytes(each.bytesStored),
                t(`run.destinationState.${each.state}`),
                each.error && problemTitle(t, each.error),
              ]
                .filter(Boolean)
                .join(' · ')}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

/** Every attempt of a run, with its phases and its own error. */
export function RunAttempts(props: { run: Run }) {
  const { run } = props;
  const t = useT();
  if (run.attempts.length === 0) return null;
  return (
    <Section title={t('run.phases')}>
      <div className={styles.attempts}>
        {run.attempts.map(attempt => (
          <div key={attempt.n}>
            {run.attempts.length > 1 && (
              <strong>
                {t('run.attemptOf', {
                  n: String(attempt.n),
                  worker: attempt.worker,
                })}
              </strong>
            )}
            <Phases attempt={attempt} />
            {attempt.error && run.attempts.length > 1 && (
              <HintAlert problem={attempt.error} status="warning" />
            )}
          </div>
        ))}
      </div>
    </Section>
  );
}
