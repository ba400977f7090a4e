import { Simulation } from '@understudy/backstage-plugin-s3-backup-common';
import { ConfirmDialog } from '../../../components';
import { formatMinute } from '../../../format/times';
import { useTimes } from '../../../live/useTimes';
import { useT } from '../../../translation';

/** So many, or this part of all, are not let go without a word. */
export function deletesMuch({
  deletes,
  of,
}: Simulation['firstPrune']): boolean {
  return deletes > 10 || deletes > of / 4;
}

/** Before rules are saved that let much go: typed. */
export function FirstPruneDialog(props: {
  plan: string;
  firstPrune: Simulation['firstPrune'] | undefined;
  onClose: () => void;
  onConfirm: () => Promise<unknown>;
}) {
  const { plan, firstPrune, onClose, onConfirm } = props;
  const t = useT();
  const times = useTimes();
  const count = firstPrune?.deletes ?? 0;
  const [oldest] = firstPrune?.items ?? [];
  return (
    <ConfirmDialog
      isOpen={firstPrune !== undefined}
      onClose={onClose}
      title={t('retention.confirmTitle', { n: times.count(count) })}
      confirm={t('retention.confirmSave')}
      destructive
      typed={plan}
      onConfirm={onConfirm}
    >
      <p>
        {firstPrune &&
          t('retention.confirmBody', {
            n: times.count(count),
            of: times.count(firstPrune.of),
            bytes: times.bytes(firstPrune.bytes),
            oldest: oldest
              ? formatMinute(oldest.takenAt, times.locale, times.zone)
              : '–',
          })}
      </p>
    </ConfirmDialog>
  );
}
