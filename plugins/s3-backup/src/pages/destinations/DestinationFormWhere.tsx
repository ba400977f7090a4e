import { Switch, TextField } from '@backstage/ui';
import { fieldError, Section } from '../../components';
import { useT } from '../../translation';
import styles from './Destinations.module.css';
import { DestinationFields } from './useDestinationFields';

/** Name, bucket, prefix, region and endpoint; folded: the owner. */
export function DestinationFormWhere(props: {
  fields: DestinationFields;
  isNew: boolean;
}) {
  const { fields, isNew } = props;
  const { draft, set, text, said, problem, refused } = fields;
  const t = useT();
  return (
    <Section title={t('destination.where')}>
      <div className={styles.fields}>
        <TextField
          label={t('destinationForm.name')}
          value={draft.name}
          onChange={name => set({ name })}
          isReadOnly={!isNew}
          autoComplete="off"
          {...problem('name', t('destinationForm.nameWrong'))}
        />
        <TextField
          label={t('destinationForm.titleField')}
          secondaryLabel={t('planForm.optional')}
          value={draft.title}
          onChange={title => set({ title })}
          autoComplete="off"
        />
        <TextField
          label={t('destinationForm.bucket')}
          description={said('bucket')}
          {...text('bucket')}
          {...problem('bucket', t('destinationForm.bucketWrong'))}
        />
        <TextField
          label={t('destinationForm.prefix')}
          description={said('prefix', t('destinationForm.prefixHelp'))}
          {...text('prefix')}
          {...problem('prefix', t('destinationForm.prefixWrong'))}
        />
        <TextField
          label={t('destinationForm.region')}
          description={said('region', t('destinationForm.regionHelp'))}
          {...text('region')}
          {...fieldError(refused.region)}
        />
        <TextField
          label={t('destinationForm.endpoint')}
          description={said('endpoint')}
          type="url"
          {...text('endpoint')}
          {...problem('endpoint', t('destinationForm.endpointWrong'))}
        />
        {draft.endpoint.trim() !== '' && (
          <Switch
            label={t('destinationForm.pathStyle')}
            isSelected={draft.forcePathStyle}
            onChange={forcePathStyle => set({ forcePathStyle })}
          />
        )}
        <details open={draft.expectedBucketOwner !== ''}>
          <summary>{t('destinationForm.rare')}</summary>
          <div className={styles.folded}>
            <TextField
              label={t('destinationForm.owner')}
              secondaryLabel={t('planForm.optional')}
              description={said(
                'expectedBucketOwner',
                t('destinationForm.ownerHelp'),
              )}
              {...text('expectedBucketOwner')}
              {...problem(
                'expectedBucketOwner',
                t('destinationForm.ownerWrong'),
              )}
            />
          </div>
        </details>
      </div>
    </Section>
  );
}
