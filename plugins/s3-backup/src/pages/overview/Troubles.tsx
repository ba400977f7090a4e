import { Alert } from '@backstage/ui';
import { Status } from '@understudy/backstage-plugin-s3-backup-common';
import { useNow } from '../../live/useNow';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';

/** What keeps everything from running: before all else. */
export function Troubles(props: { troubles: Status['troubles'] }) {
  const t = useT();
  const times = useTimes();
  const now = useNow();
  return (
    <>
      {props.troubles.map(({ code, since, runs, destination }) => (
        <Alert
          key={`${code} ${destination}`}
          status="danger"
          icon
          title={t(`overview.trouble.${code}`, {
            when: times.moment(since, now),
            name: destination ?? '',
          })}
          description={t(`overview.troubleBody.${code}`, {
            n: times.count(runs),
          })}
        />
      ))}
    </>
  );
}
