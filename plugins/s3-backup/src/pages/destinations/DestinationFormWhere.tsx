import { TextField } from '@backstage/ui';
import { Section } from '../../components';
import { useT } from '../../translation';
import {
  DestinationFormReach,
  DestinationFormReachRare,
} from './DestinationFormReach';
import styles from './Destinations.module.css';
import { DestinationFields } from './useDestinationFields';

/** Name, bucket, prefix, provider, region and endpoint; folded: what is rare. */
export function DestinationFormWhere(props: {
  fields: DestinationFields;
  isNew: boolean;
}) {
  const { fields, isNew } = props;
  const { draft, set, text, said, problem } = fields;
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
        <DestinationFormReach fields={fields} />
        <details
          open={
            draft.expectedBucketOwner !== '' ||
            draft.failover !== '' ||
            draft.dualStack ||
            draft.fips ||
            draft.accelerate
          }
        >
          <summary>{t('destinationForm.rare')}</summary>
          <div className={styles.folded}>
            <DestinationFormReachRare fields={fields} />
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
