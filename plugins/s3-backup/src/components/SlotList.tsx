import { SchedulePreview } from '@understudy/backstage-plugin-s3-backup-common';
import { useTimes } from '../live/useTimes';
import { useT } from '../translation';
import styles from './ScheduleField.module.css';

/** The next slots: time changes marked, and what moves or skips each. */
export function SlotList(props: {
  preview: SchedulePreview;
  now: number;
  /** The one that is left out. */
  skipped?: string;
}) {
  const { preview, now, skipped } = props;
  const t = useT();
  const times = useTimes();
  const notes = (slot: SchedulePreview['slots'][number]) =>
    [
      slot.note && t(`scheduleField.${slot.note}`),
      slot.at === skipped && t('scheduleField.skipped'),
      slot.quiet === 'missed' && t('scheduleField.quietMissed'),
      slot.quiet !== 'missed' &&
        slot.startsAt !== slot.at &&
        t(
          slot.quiet === 'moved'
            ? 'scheduleField.quietMoved'
            : 'scheduleField.startsAt',
          { at: times.slot(slot.startsAt, now, preview.timeZone) },
        ),
    ].filter(Boolean);
  return (
    <ol className={styles.slots}>
      {preview.slots.slice(0, 10).map(slot => {
        const said = notes(slot);
        return (
          <li key={slot.at}>
            {times.slot(slot.at, now, preview.timeZone)}
            {said.length > 0 && ` (${said.join('; ')})`}
          </li>
        );
      })}
    </ol>
  );
}
