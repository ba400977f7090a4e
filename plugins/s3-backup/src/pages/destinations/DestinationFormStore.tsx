import {
  Alert,
  NumberField,
  Radio,
  RadioGroup,
  Select,
  Switch,
  TextAreaField,
  TextField,
} from '@backstage/ui';
import {
  CANNED_ACLS,
  STORAGE_CLASSES,
} from '@understudy/backstage-plugin-s3-backup-common';
import { fieldError, SecretField, Section } from '../../components';
import { useT } from '../../translation';
import styles from './Destinations.module.css';
import { isArchive, StoreDraft, StoreFault } from './destinationStoreDraft';

const DEFAULT = '(default)';

interface Part {
  draft: StoreDraft;
  set: (change: Partial<StoreDraft>) => void;
  /** The message of a field, where it has a fault. */
  problem: (name: StoreFault, words: string) => ReturnType<typeof fieldError>;
  /** What is said of the customer's key that is set. */
  keySetText: string | undefined;
}

function StorageClass({ draft, set, problem }: Part) {
  const t = useT();
  const known = STORAGE_CLASSES.find(name => name === draft.storageClass);
  return (
    <>
      <Select
        label={t('destinationForm.class')}
        description={
          known
            ? t(`destinationForm.class.${known}`)
            : t('destinationForm.classHelp')
        }
        value={draft.storageClass || DEFAULT}
        onChange={key =>
          set({ storageClass: key === DEFAULT ? '' : String(key) })
        }
        options={[
          { id: DEFAULT, label: t('destinationForm.classDefault') },
          ...STORAGE_CLASSES.map(name => ({ id: name, label: name })),
          { id: 'other', label: t('destinationForm.classOther') },
        ]}
      />
      {draft.storageClass === 'other' && (
        <TextField
          label={t('destinationForm.classOwn')}
          value={draft.ownClass}
          onChange={ownClass => set({ ownClass })}
          autoComplete="off"
          {...problem('ownClass', t('destinationForm.classOwnWrong'))}
        />
      )}
      {isArchive(draft.storageClass) && (
        <Alert
          status="warning"
          icon
          title={t('destinationForm.classUnreadable')}
        />
      )}
    </>
  );
}

function Encryption({ draft, set, problem, keySetText }: Part) {
  const t = useT();
  const wrongKey = problem(
    'customerKey',
    t('destinationForm.customerKeyWrong'),
  );
  return (
    <>
      <RadioGroup
        label={t('destinationForm.sse')}
        description={t('destinationForm.sseHelp')}
        value={draft.encryption}
        onChange={value =>
          set({ encryption: value as StoreDraft['encryption'] })
        }
      >
        <Radio value="none">{t('destinationForm.sseNone')}</Radio>
        <Radio value="AES256">{t('destinationForm.sseAes')}</Radio>
        <Radio value="aws:kms">{t('destinationForm.sseKms')}</Radio>
        <Radio value="sse-c">{t('destinationForm.sseC')}</Radio>
      </RadioGroup>
      {draft.encryption === 'aws:kms' && (
        <>
          <TextField
            label={t('destinationForm.kmsKey')}
            description={t('destinationForm.kmsKeyHelp')}
            value={draft.kmsKey}
            onChange={kmsKey => set({ kmsKey })}
            autoComplete="off"
          />
          <Switch
            label={t('destinationForm.bucketKey')}
            isSelected={draft.bucketKey}
            onChange={bucketKey => set({ bucketKey })}
          />
          <TextAreaField
            label={t('destinationForm.kmsContext')}
            secondaryLabel={t('planForm.optional')}
            description={t('destinationForm.kmsContextHelp')}
            value={draft.kmsContext}
            onChange={kmsContext => set({ kmsContext })}
            {...problem('kmsContext', t('destinationForm.kmsContextWrong'))}
          />
        </>
      )}
      {draft.encryption === 'sse-c' && (
        <SecretField
          label={t('destinationForm.customerKey')}
          description={t('destinationForm.customerKeyHelp')}
          setText={keySetText}
          value={draft.customerKey}
          onChange={customerKey => set({ customerKey })}
          onReplace={() => set({ replacingKey: true })}
          replaceLabel={t('destinationForm.replace')}
          problem={wrongKey.validate() ?? undefined}
        />
      )}
    </>
  );
}

function Lock({ draft, set, problem }: Part) {
  const t = useT();
  return (
    <>
      <RadioGroup
        label={t('destinationForm.lock')}
        value={draft.lockMode}
        onChange={value => set({ lockMode: value as StoreDraft['lockMode'] })}
      >
        <Radio value="none">{t('destinationForm.lockNone')}</Radio>
        <Radio value="GOVERNANCE">{t('destinationForm.lockGovernance')}</Radio>
        <Radio value="COMPLIANCE">{t('destinationForm.lockCompliance')}</Radio>
      </RadioGroup>
      {draft.lockMode !== 'none' && (
        <NumberField
          label={t('destinationForm.lockDays')}
          description={t('destinationForm.lockDaysHelp')}
          value={draft.lockDays ?? NaN}
          minValue={1}
          maxValue={36_500}
          onChange={days => set({ lockDays: Number.isNaN(days) ? null : days })}
          {...problem('lockDays', t('destinationForm.lockDaysWrong'))}
        />
      )}
    </>
  );
}

/** Class, encryption, lock; folded: tags, ACL, and stores that are late. */
export function DestinationFormStore(props: Part) {
  const { draft, set } = props;
  const t = useT();
  return (
    <Section title={t('destinationForm.stored')}>
      <div className={styles.fields}>
        <StorageClass {...props} />
        <Encryption {...props} />
        <Lock {...props} />
        <details>
          <summary>{t('destinationForm.rare')}</summary>
          <div className={styles.folded}>
            <Switch
              label={t('destinationForm.tags')}
              isSelected={draft.tags}
              onChange={tags => set({ tags })}
            />
            <Select
              label={t('destinationForm.acl')}
              value={draft.acl || DEFAULT}
              onChange={key => set({ acl: key === DEFAULT ? '' : String(key) })}
              options={[
                { id: DEFAULT, label: t('destinationForm.aclNone') },
                ...CANNED_ACLS.map(name => ({ id: name, label: name })),
              ]}
            />
            {draft.acl.startsWith('public') && (
              <Alert
                status="warning"
                icon
                title={t('destinationForm.aclPublic')}
              />
            )}
            <div>
              <Switch
                label={t('destinationForm.timeAfterStore')}
                isSelected={draft.timeAfterStore}
                onChange={timeAfterStore => set({ timeAfterStore })}
              />
              <p className={styles.help}>
                {t('destinationForm.timeAfterStoreHelp')}
              </p>
            </div>
          </div>
        </details>
      </div>
    </Section>
  );
}
