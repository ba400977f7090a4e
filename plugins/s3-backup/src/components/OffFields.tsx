import { Select, TextField } from '@backstage/ui';
import { SwitchOff } from '@understudy/backstage-plugin-s3-backup-common';
import { useT } from '../translation';
import { fieldError } from './fieldError';

const DAYS = [1, 3, 7, 30, 90] as const;

/** Why automatic backup is to be off, and for how long, as it is typed. */
export interface OffDraft {
  reason: string;
  days: number;
}

/** As a form begins with it. */
export const NEW_OFF: OffDraft = { reason: '', days: 1 };

/** What a draft says, from now on; undefined while it says no reason. */
export function offOf(draft: OffDraft, now: number): SwitchOff | undefined {
  const reason = draft.reason.trim();
  if (reason.length < 3) return undefined;
  const until = new Date(now + draft.days * 86_400_000).toISOString();
  return { reason, until };
}

/** Nobody turns it off without a reason and an end. */
export function OffFields(props: {
  draft: OffDraft;
  onChange: (draft: OffDraft) => void;
  tried: boolean;
}) {
  const { draft, onChange, tried } = props;
  const t = useT();
  const wrong = tried && !offOf(draft, 0);
  return (
    <>
      <TextField
        label={t('off.reason')}
        description={t('off.reasonHelp')}
        value={draft.reason}
        onChange={reason => onChange({ ...draft, reason })}
        autoComplete="off"
        isRequired
        {...fieldError(wrong ? t('off.reasonWrong') : undefined)}
      />
      <Select
        label={t('off.until')}
        value={String(draft.days)}
        onChange={days => onChange({ ...draft, days: Number(days) })}
        options={DAYS.map(days => ({
          id: String(days),
          label: t('off.days', { count: days }),
        }))}
      />
    </>
  );
}
