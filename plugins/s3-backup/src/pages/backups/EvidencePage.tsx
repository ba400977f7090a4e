import { Button, ButtonLink } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { Evidence } from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import {
  EmptyState,
  KeyValue,
  LoadedView,
  Page,
  Section,
} from '../../components';
import { useParams } from '../../live/router';
import { useLinks } from '../../live/useLinks';
import { useLoad } from '../../live/useLoad';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import styles from './Backups.module.css';
import { EvidenceProof } from './EvidenceProof';

function save(evidence: Evidence) {
  const text = `${JSON.stringify(evidence, null, 2)}\n`;
  const url = URL.createObjectURL(
    new Blob([text], { type: 'application/json' }),
  );
  const link = document.createElement('a');
  link.href = url;
  link.download = `evidence-${evidence.backup.id}.json`;
  link.click();
  URL.revokeObjectURL(url);
}

/** What was proven of a backup, for auditors: on paper, or as JSON. */
export function EvidencePage() {
  const { backupId = '' } = useParams();
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const times = useTimes();
  const links = useLinks();
  const state = useLoad(() => api.evidence(backupId), `evidence ${backupId}`);
  const evidence = state.value;
  return (
    <Page
      key={evidence ? 'evidence' : 'loading'}
      title={
        evidence
          ? t('evidence.title', {
              name: evidence.backup.plan,
              when: times.full(evidence.backup.startedAt),
            })
          : t('backup.evidence')
      }
      detail
      actions={
        evidence && (
          <>
            <ButtonLink variant="secondary" href={links.backup(backupId)}>
              {t('evidence.id')}
            </ButtonLink>
            <Button variant="secondary" onPress={() => window.print()}>
              {t('evidence.print')}
            </Button>
            <Button variant="primary" onPress={() => save(evidence)}>
              {t('evidence.export')}
            </Button>
          </>
        )
      }
    >
      <LoadedView
        state={state}
        lines={12}
        what={t('backup.evidence').toLowerCase()}
        permission="s3-backup.backup.read"
        gone={<EmptyState text={t('backup.goneText')} />}
      >
        {value => (
          <div className={styles.evidence}>
            <EvidenceOf evidence={value} />
            {value.proofs.length === 0 && (
              <EmptyState text={t('evidence.none')} />
            )}
            {value.proofs.map(each => (
              <EvidenceProof
                key={`${each.proof.at} ${each.proof.rung}`}
                checked={each}
              />
            ))}
          </div>
        )}
      </LoadedView>
    </Page>
  );
}

function EvidenceOf(props: { evidence: Evidence }) {
  const { backup, portal, publicKeys } = props.evidence;
  const t = useT();
  const times = useTimes();
  const code = (text: string) => (
    <code key={text} className={styles.code}>
      {text}
    </code>
  );
  return (
    <Section title={t('evidence.backup')}>
      <KeyValue
        items={[
          { label: t('evidence.id'), value: code(backup.id) },
          { label: t('run.plan'), value: backup.plan },
          backup.entityRef !== null && {
            label: t('run.entity'),
            value: backup.entityRef,
          },
          { label: t('evidence.made'), value: times.full(backup.finishedAt) },
          { label: t('backup.key'), value: code(backup.manifestKey) },
          ...backup.artifacts.map(({ name, sha256 }) => ({
            label: t('backup.shaOf', { name }),
            value: code(sha256),
          })),
          { label: t('evidence.portal'), value: portal },
          {
            label: t('evidence.keys'),
            value:
              publicKeys.length > 0
                ? publicKeys.map(code)
                : t('evidence.noKeys'),
          },
        ]}
      />
    </Section>
  );
}
