import { RiCloseLine } from '@remixicon/react';
import { Rung, RUNGS } from '@understudy/backstage-plugin-s3-backup-common';
import { VisuallyHidden } from '@backstage/ui';
import { proofPips } from '../format/status';
import { useT } from '../translation';
import styles from './ProofPips.module.css';

const isRung = (text: string): text is Rung =>
  (RUNGS as readonly string[]).includes(text);

/**
 * How far a backup is proven: five pips and the word. Neutral in colour, as a
 * low rung is no error; a failed one is.
 */
export function ProofPips(props: {
  proof: { rung: string; failed: string | null };
}) {
  const { rung, failed } = props.proof;
  const t = useT();
  if (failed && isRung(failed)) {
    const word = t(`rung.${failed}`);
    return (
      <span className={`${styles.proof} ${styles.failed}`}>
        <RiCloseLine size={16} aria-hidden />
        <VisuallyHidden>{t('proof.nameFailed', { rung: word })}</VisuallyHidden>
        <span aria-hidden>{t('proof.failedAt', { rung: word })}</span>
      </span>
    );
  }
  if (!isRung(rung)) return <span>{t('proof.none')}</span>;
  const n = proofPips(rung);
  const word = t(`rung.${rung}`);
  return (
    <span className={styles.proof}>
      <span className={styles.pips} aria-hidden>
        {RUNGS.map((each, index) => (
          <span key={each} className={styles.pip} data-filled={index < n} />
        ))}
      </span>
      <VisuallyHidden>
        {t('proof.name', { rung: word, n: String(n) })}
      </VisuallyHidden>
      <span aria-hidden>{word}</span>
    </span>
  );
}
