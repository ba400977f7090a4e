import { Alert, NumberField, Switch, TextAreaField } from '@backstage/ui';
import { fieldError, SecretField, Section } from '../../components';
import { useT } from '../../translation';
import styles from './Destinations.module.css';
import {
  NUMBERS,
  TRANSFER_NUMBERS,
  TransferDraft,
  TransferFault,
} from './destinationTransferDraft';

/** Automatic, unless somebody knows better; and what is safe. */
export function DestinationFormTransfer(props: {
  draft: TransferDraft;
  set: (change: Partial<TransferDraft>) => void;
  problem: (
    name: TransferFault,
    words: string,
  ) => ReturnType<typeof fieldError>;
  /** What is said of the proxy that is set. */
  proxySetText: string | undefined;
}) {
  const { draft, set, problem, proxySetText } = props;
  const t = useT();
  const proxy = problem('proxy', t('destinationForm.proxyWrong'));
  return (
    <>
      <Section title={t('destinationForm.transferred')}>
        <p className={styles.help}>{t('destinationForm.transferredHelp')}</p>
        <details open={TRANSFER_NUMBERS.some(name => draft[name] !== null)}>
          <summary>{t('destinationForm.rare')}</summary>
          <div className={styles.folded}>
            {TRANSFER_NUMBERS.map(name => (
              <NumberField
                key={name}
                label={t(`destinationForm.${name}`)}
                secondaryLabel={t('destinationForm.automatic')}
                value={draft[name] ?? NaN}
                minValue={NUMBERS[name].min}
                maxValue={NUMBERS[name].max}
                onChange={value =>
                  set({ [name]: Number.isNaN(value) ? null : value })
                }
              />
            ))}
            <p className={styles.help}>{t('destinationForm.memoryHelp')}</p>
            <SecretField
              label={t('destinationForm.proxy')}
              description={t('destinationForm.proxyHelp')}
              setText={proxySetText}
              value={draft.proxy}
              onChange={text => set({ proxy: text })}
              onReplace={() => set({ replacingProxy: true })}
              replaceLabel={t('destinationForm.replace')}
              problem={proxy.validate() ?? undefined}
            />
          </div>
        </details>
      </Section>
      <Section title={t('destinationForm.safety')}>
        <div className={styles.fields}>
          <TextAreaField
            label={t('destinationForm.caBundle')}
            secondaryLabel={t('planForm.optional')}
            description={t('destinationForm.caBundleHelp')}
            value={draft.caBundle}
            onChange={caBundle => set({ caBundle })}
            {...problem('caBundle', t('destinationForm.caBundleWrong'))}
          />
          <Switch
            label={t('destinationForm.skipTls')}
            isSelected={draft.skipTlsVerification}
            onChange={skipTlsVerification => set({ skipTlsVerification })}
          />
          {draft.skipTlsVerification && (
            <Alert
              status="warning"
              icon
              title={t('destinationForm.skipTlsWarning')}
            />
          )}
        </div>
      </Section>
    </>
  );
}
