import { useState } from 'react';
import { CheckUpRecord } from '@understudy/backstage-plugin-s3-backup-common';
import {
  CheckUpView,
  Section,
  stepWords,
  TimeText,
  VerdictChip,
} from '../../components';
import { useT } from '../../translation';
import styles from './CheckUps.module.css';

/** One check-up as a line; its rows are made when it is opened. */
function Entry(props: { record: CheckUpRecord; name: string }) {
  const { record, name } = props;
  const t = useT();
  const [open, setOpen] = useState(false);
  const failed = record.steps.find(step => step.result === 'fail');
  return (
    <li>
      <details onToggle={event => setOpen(event.currentTarget.open)}>
        <summary className={styles.line}>
          <VerdictChip verdict={record.verdict} />
          <span>
            <TimeText at={record.at} /> · {t(`checkup.reason.${record.reason}`)}
          </span>
          {failed && (
            <span className={styles.failed}>
              ✕ {t(`checkup.step.${failed.id}`)}: {stepWords(t, failed).seen}
            </span>
          )}
        </summary>
        {open && <CheckUpView checkUp={record} name={name} />}
      </details>
    </li>
  );
}

/** The last check-ups of a destination: when, why, verdict, the first failure. */
export function CheckUpHistory(props: {
  records: CheckUpRecord[];
  name: string;
}) {
  const { records, name } = props;
  const t = useT();
  return (
    <Section title={t('checkup.history')}>
      {records.length === 0 ? (
        <span>{t('checkup.historyEmpty')}</span>
      ) : (
        <>
          <span>{t('checkup.historyAbout')}</span>
          <ul className={styles.lines}>
            {records.map(record => (
              <Entry key={record.at} record={record} name={name} />
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}
