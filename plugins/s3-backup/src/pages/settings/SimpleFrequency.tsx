import { Select } from '@backstage/ui';
import { keepsText } from '../../components/retentionWords';
import { useNow } from '../../live/useNow';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import { SimpleDraft } from './simpleDraft';
import { SimpleForm } from './useSimpleForm';

/** How often, when next, and how long it is kept. */
export function SimpleFrequency(props: { fields: SimpleForm }) {
  const { before, draft, set } = props.fields;
  const t = useT();
  const times = useTimes();
  const now = useNow();
  return (
    <Select
      label={t('settings.frequency')}
      description={
        draft.frequency === 'none'
          ? t('settings.noneHelp')
          : [
              before.schedule &&
                draft.frequency === before.frequency &&
                before.nextSlot &&
                t('settings.next', {
                  schedule: times.schedule(before.schedule, before.timeZone),
                  when: times.slot(before.nextSlot, now, before.timeZone),
                }),
              before.retention
                ? t('retention.keepsSentence', {
                    what: keepsText(t, times, before.retention),
                  })
                : t('settings.kept'),
            ]
              .filter(Boolean)
              .join(' · ')
      }
      value={draft.frequency}
      onChange={value =>
        set({ frequency: String(value) as SimpleDraft['frequency'] })
      }
      options={(
        [
          'daily',
          'weekly',
          'monthly',
          'none',
          ...(before.frequency === 'custom' ? (['custom'] as const) : []),
        ] as const
      ).map(id => ({ id, label: t(`settings.${id}`) }))}
    />
  );
}
