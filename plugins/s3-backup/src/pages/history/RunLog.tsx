import { Run } from '@understudy/backstage-plugin-s3-backup-common';
import { LoadedView, LogView, Section } from '../../components';
import { useT } from '../../translation';
import { isLive } from './runWords';
import { useLog } from './useLog';

/** What a run wrote, for those who may read it. */
export function RunLog(props: { run: Run }) {
  const { run } = props;
  const t = useT();
  const { state, earlier } = useLog(run.id, isLive(run));
  if (state.problem?.status === 403 || state.problem?.status === 404) {
    return (
      <Section title={t('log.title')}>
        <span>{t('run.logDenied')}</span>
      </Section>
    );
  }
  return (
    <Section title={t('log.title')}>
      <LoadedView state={state} lines={4}>
        {log => (
          <LogView
            name={run.id}
            lines={log.lines}
            total={log.total}
            hasEarlier={log.offset > 0}
            onEarlier={earlier}
            live={isLive(run)}
          />
        )}
      </LoadedView>
    </Section>
  );
}
