import { Alert } from '@backstage/ui';
import { Destination } from '@understudy/backstage-plugin-s3-backup-common';
import { CopySnippet } from '../../components';
import { useT } from '../../translation';

/**
 * What a bucket must do by itself where nobody may delete: end uploads that
 * broke off, and let the traces of check-ups go.
 */
export function leftoversRule({ prefix }: Pick<Destination, 'prefix'>): string {
  const below = prefix === '' ? '' : `${prefix}/`;
  return JSON.stringify(
    {
      Rules: [
        {
          ID: 'understudy-uploads',
          Status: 'Enabled',
          Filter: { Prefix: below },
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 },
        },
        {
          ID: 'understudy-check-ups',
          Status: 'Enabled',
          Filter: { Prefix: `${below}_checkup/` },
          Expiration: { Days: 1 },
        },
      ],
    },
    null,
    2,
  );
}

/** Standing on the page of a destination whose keys may only append. */
export function AppendOnly(props: { destination: Destination }) {
  const { destination } = props;
  const t = useT();
  if (!destination.appendOnly) return null;
  const uses = [
    destination.pruneCredentials && t('destinationForm.pruneWho'),
    destination.restoreCredentials && t('destinationForm.restoreWho'),
  ].filter(Boolean);
  return (
    <>
      <Alert
        status="info"
        icon
        title={t('destination.appendOnly')}
        description={
          uses.length === 0
            ? t('destination.appendOnlyBody')
            : t('destination.appendOnlyOthers', { uses: uses.join(', ') })
        }
      />
      <CopySnippet
        label={t('destination.appendOnlyRule')}
        text={leftoversRule(destination)}
      />
    </>
  );
}
