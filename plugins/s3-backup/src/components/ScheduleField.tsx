import { useEffect, useState } from 'react';
import {
  CheckboxGroup,
  Checkbox,
  Combobox,
  NumberField,
  Select,
  TextField,
} from '@backstage/ui';
import {
  Schedule,
  SchedulePreview,
  WEEKDAYS,
} from '@understudy/backstage-plugin-s3-backup-common';
import { viewerZone } from '../format/times';
import { useTimes, weekdayNames } from '../live/useTimes';
import { useT } from '../translation';
import { fieldError } from './fieldError';
import {
  HOURS,
  MINUTES,
  readTime,
  ScheduleDraft,
  scheduleOf,
} from './scheduleDraft';
import { SlotList } from './SlotList';
import styles from './ScheduleField.module.css';

function zones(): string[] {
  const known = Intl.supportedValuesOf?.('timeZone') ?? [];
  return [...new Set(['UTC', viewerZone(), ...known])];
}
const ZONES = zones().map(zone => ({ id: zone, label: zone }));

/** Debounced, so that typing a time does not ask at each key. */
function usePreview(
  schedule: Schedule | undefined,
  load: (schedule: Schedule) => Promise<SchedulePreview>,
): SchedulePreview | undefined {
  const [preview, setPreview] = useState<SchedulePreview>();
  const key = schedule ? JSON.stringify(schedule) : '';
  useEffect(() => {
    let dropped = false;
    if (!key) {
      setPreview(undefined);
      return undefined;
    }
    const timer = setTimeout(() => {
      load(JSON.parse(key)).then(
        value => !dropped && setPreview(value),
        () => !dropped && setPreview(undefined),
      );
    }, 300);
    return () => {
      dropped = true;
      clearTimeout(timer);
    };
  }, [key, load]);
  return preview;
}

/** When a plan is due, with its next slots below. */
export function ScheduleField(props: {
  value: ScheduleDraft;
  onChange: (value: ScheduleDraft) => void;
  /** The portal's zone, used where the plan names none. */
  portalZone: string;
  preview: (schedule: Schedule) => Promise<SchedulePreview>;
  problem?: string;
}) {
  const { value, onChange, portalZone, problem } = props;
  const t = useT();
  const times = useTimes();
  const schedule = scheduleOf(value);
  const preview = usePreview(schedule, props.preview);
  const set = (change: Partial<ScheduleDraft>) =>
    onChange({ ...value, ...change });
  const timed = ['day', 'week', 'month'].includes(value.every);
  const names = weekdayNames(times.locale);
  const zone = value.timeZone || portalZone;

  return (
    <div className={styles.field}>
      <div className={styles.row}>
        <Select
          label={t('scheduleField.every')}
          value={
            {
              hours: `hours-${value.hours}`,
              minutes: `minutes-${value.minutes}`,
            }[value.every as string] ?? value.every
          }
          onChange={key => {
            const [every, n] = String(key).split('-');
            set({
              every: every as ScheduleDraft['every'],
              ...(n && { [every]: Number(n) }),
            });
          }}
          options={[
            ...HOURS.map(hours => ({
              id: `hours-${hours}`,
              label: t('scheduleField.hours', { count: hours }),
            })),
            ...MINUTES.map(minutes => ({
              id: `minutes-${minutes}`,
              label: t('scheduleField.minutes', { n: String(minutes) }),
            })),
            { id: 'day', label: t('scheduleField.day') },
            { id: 'times', label: t('scheduleField.times') },
            { id: 'week', label: t('scheduleField.week') },
            { id: 'month', label: t('scheduleField.month') },
            { id: 'cron', label: t('scheduleField.cron') },
            { id: 'never', label: t('scheduleField.never') },
          ]}
        />
        {timed && (
          <TextField
            label={t('scheduleField.at')}
            value={value.at}
            onChange={at => set({ at })}
            onBlur={() => set({ at: readTime(value.at) ?? value.at })}
            {...fieldError(
              readTime(value.at) ? undefined : t('scheduleField.atWrong'),
            )}
          />
        )}
        {value.every === 'hours' && (
          <NumberField
            label={t('scheduleField.minute')}
            value={value.minute}
            minValue={0}
            maxValue={59}
            onChange={minute => set({ minute: minute || 0 })}
          />
        )}
        {value.every === 'times' && (
          <TextField
            label={t('scheduleField.timesAt')}
            description={t('scheduleField.timesHelp')}
            value={value.times}
            onChange={several => set({ times: several })}
            {...fieldError(
              schedule ? undefined : t('scheduleField.timesWrong'),
            )}
          />
        )}
        {value.every === 'month' && (
          <Select
            label={t('scheduleField.dayOfMonth')}
            value={String(value.day)}
            onChange={day => set({ day: Number(day) })}
            options={Array.from({ length: 31 }, (_, index) => ({
              id: String(index + 1),
              label:
                index === 30 ? t('scheduleField.lastDay') : String(index + 1),
            }))}
          />
        )}
        {value.every !== 'never' && (
          <Combobox
            label={t('scheduleField.zone')}
            options={ZONES}
            value={zone}
            onChange={key => key && set({ timeZone: String(key) })}
          />
        )}
        {value.every === 'week' && (
          <CheckboxGroup
            className={styles.wide}
            orientation="horizontal"
            label={t('scheduleField.weekdays')}
            value={value.days}
            onChange={days => set({ days: days as ScheduleDraft['days'] })}
          >
            {WEEKDAYS.map(day => (
              <Checkbox key={day} value={day}>
                {names[day]}
              </Checkbox>
            ))}
          </CheckboxGroup>
        )}
        {value.every === 'cron' && (
          <TextField
            className={styles.wide}
            label={t('scheduleField.cronField')}
            description={t('scheduleField.cronHelp')}
            value={value.cron}
            onChange={cron => set({ cron })}
            autoComplete="off"
            {...fieldError(schedule ? problem : t('scheduleField.cronWrong'))}
          />
        )}
      </div>
      <div>
        <strong>{t('scheduleField.next')}</strong>
        {value.every === 'never' ? (
          <p>{t('scheduleField.noSlots')}</p>
        ) : (
          preview && <SlotList preview={preview} now={Date.now()} />
        )}
      </div>
    </div>
  );
}
