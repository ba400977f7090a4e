import { Evidence } from '@understudy/backstage-plugin-s3-backup-common';
import { KeyValue, Section } from '../../components';
import { formatDuration } from '../../format/durations';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import { assertionsOf, numberIn, textIn } from './evidenceParts';
import styles from './Backups.module.css';

/** One proof: what was done, what came back, how long it took, who signed it. */
export function EvidenceProof(props: { checked: Evidence['proofs'][number] }) {
  const { proof, signature } = props.checked;
  const { evidence } = proof;
  const t = useT();
  const times = useTimes();
  const rto = numberIn(evidence, 'tookMilliseconds');
  const bytes = numberIn(evidence, 'bytes');
  const place = textIn(evidence, 'place');
  const failure = textIn(evidence, 'message');
  const title = t(`rung.${proof.rung}`);
  return (
    <Section title={proof.ok ? title : `${title} ${t('backup.proofFailed')}`}>
      <KeyValue
        items={[
          { label: t('evidence.when'), value: times.full(proof.at) },
          { label: t('evidence.who'), value: proof.by },
          {
            label: t('evidence.took'),
            value: formatDuration(proof.milliseconds),
          },
          place !== undefined && { label: t('evidence.place'), value: place },
          rto !== undefined && {
            label: t('evidence.rto'),
            value: formatDuration(rto),
          },
          bytes !== undefined && {
            label: t('evidence.bytes'),
            value: bytes.toLocaleString(times.locale),
          },
          failure !== undefined && {
            label: t('evidence.failure'),
            value: failure,
          },
          {
            label: t('evidence.signature'),
            value: t(`signature.${signature}`),
          },
        ]}
      />
      <Assertions evidence={evidence} />
    </Section>
  );
}

function Assertions(props: { evidence: Record<string, unknown> }) {
  const assertions = assertionsOf(props.evidence);
  const t = useT();
  if (assertions.length === 0) return null;
  return (
    <>
      <strong>{t('evidence.assertions')}</strong>
      <ul className={styles.assertions}>
        {assertions.map(({ name, sql, expected, got, ok }) => (
          <li key={name}>
            <strong>{name}</strong>
            {sql !== undefined && <code className={styles.code}>{sql}</code>}
            <div>
              {t(ok ? 'evidence.passed' : 'evidence.differs', {
                expected,
                got: String(got ?? '–'),
              })}
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
