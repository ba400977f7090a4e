import { Link } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { useState } from 'react';
import { BackupDetail } from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import {
  CopyButton,
  CopySnippet,
  FamilyIcon,
  KeyText,
  KeyValue,
  LoadedView,
  ProofPips,
  Section,
  TimeText,
} from '../../components';
import { RiCheckLine, RiCloseLine } from '@remixicon/react';
import { formatDuration } from '../../format/durations';
import { shortId } from '../../format/names';
import { useLinks } from '../../live/useLinks';
import { useLoad } from '../../live/useLoad';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import styles from './Backups.module.css';
import { numberIn, textIn } from './evidenceParts';

/** Destination, bucket and key. */
export function BackupPlace(props: { backup: BackupDetail }) {
  const { backup } = props;
  const t = useT();
  const links = useLinks();
  const times = useTimes();
  return (
    <Section title={t('backup.where')}>
      <KeyValue
        items={[
          {
            label: t('backups.destination'),
            value: (
              <Link href={links.destination(backup.destination)}>
                {backup.destination}
              </Link>
            ),
          },
          { label: t('backup.bucket'), value: backup.bucket },
          backup.region !== null && {
            label: t('backup.region'),
            value: backup.region,
          },
          backup.endpoint !== null && {
            label: t('backup.endpoint'),
            value: backup.endpoint,
          },
          {
            label: t('backup.key'),
            value: (
              <span className={styles.line}>
                <KeyText value={backup.manifestKey} length={64} />
                <CopyButton text={backup.manifestKey} what={t('backup.key')} />
              </span>
            ),
          },
          {
            label: t('backup.encryption'),
            value: backup.encrypted
              ? t('backup.encryptedTo', {
                  number: String(backup.recipients.length),
                })
              : t('backup.clear'),
          },
          {
            label: t('backup.madeBy'),
            value: (
              <Link href={links.run(backup.runId)}>
                {shortId(backup.runId)}
              </Link>
            ),
          },
          backup.objectLock !== null && {
            label: t('backup.lock'),
            value: t('backup.lockedUntil', {
              until: times.full(backup.objectLock.until),
              mode: backup.objectLock.mode.toLocaleLowerCase('en-US'),
            }),
          },
        ]}
      />
    </Section>
  );
}

/** The ladder: each rung that was tried, when, by whom, with what came of it. */
export function BackupProofs(props: { backup: BackupDetail }) {
  const { backup } = props;
  const t = useT();
  const links = useLinks();
  return (
    <Section title={t('backup.proofs')}>
      <ProofPips proof={backup.proof} />
      {backup.proofs.length === 0 ? (
        <span>{t('backup.proofNever')}</span>
      ) : (
        <ol className={styles.ladder}>
          {backup.proofs.map(proof => (
            <li key={`${proof.rung} ${proof.at}`} className={styles.rung}>
              <FamilyIcon
                family={proof.ok ? 'positive' : 'negative'}
                icon={proof.ok ? RiCheckLine : RiCloseLine}
                size={16}
              />
              <strong>
                {t(`rung.${proof.rung}`)}
                {!proof.ok && ` ${t('backup.proofFailed')}`}
              </strong>
              <TimeText at={proof.at} />
              <span>
                {t('backup.proofBy', {
                  who: proof.by,
                  took: formatDuration(proof.milliseconds),
                })}
              </span>
              {numberIn(proof.evidence, 'tookMilliseconds') !== undefined && (
                <span>
                  {t('backup.rto', {
                    time: formatDuration(
                      numberIn(proof.evidence, 'tookMilliseconds')!,
                    ),
                  })}
                </span>
              )}
              {!proof.ok && <span>{textIn(proof.evidence, 'message')}</span>}
              {proof.signature === 'bad' && <span>{t('signature.bad')}</span>}
            </li>
          ))}
        </ol>
      )}
      {backup.proofs.length > 0 && (
        <Link href={links.evidence(backup.id)}>{t('backup.evidence')}</Link>
      )}
    </Section>
  );
}

/** The lines of the manifest, for a terminal, with the portal off. */
export function BackupByHand(props: { backup: BackupDetail }) {
  const { backup } = props;
  const t = useT();
  return (
    <Section title={t('backup.byHand')}>
      <span>{t('backup.byHandNote')}</span>
      <div className={styles.lines}>
        {backup.restore.map((line, index) => (
          <CopySnippet
            key={line}
            label={
              backup.artifacts[index]?.name ??
              t('backup.line', { n: String(index + 1) })
            }
            text={line}
          />
        ))}
      </div>
    </Section>
  );
}

function ManifestText(props: { id: string }) {
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const state = useLoad(() => api.manifest(props.id), props.id);
  return (
    <LoadedView state={state} lines={4}>
      {manifest => (
        <CopySnippet
          label={t('backup.manifest')}
          text={JSON.stringify(manifest, null, 2)}
        />
      )}
    </LoadedView>
  );
}

/** The manifest as it stands in the bucket; fetched when it is opened. */
export function BackupManifest(props: { id: string }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>{t('backup.showManifest')}</summary>
      {open && <ManifestText id={props.id} />}
    </details>
  );
}
