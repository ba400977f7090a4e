import { Alert } from '@backstage/ui';
import { Destination } from '@understudy/backstage-plugin-s3-backup-common';
import { KeyValue, Section } from '../../components';
import { formatDuration } from '../../format/durations';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';

const ENCRYPTION = {
  AES256: 'destinationForm.sseAes',
  'aws:kms': 'destinationForm.sseKms',
  'sse-c': 'destinationForm.sseC',
} as const;

/** How a destination stores and transfers: what differs from the defaults. */
export function DestinationKept(props: { destination: Destination }) {
  const { store = {}, transfer = {}, expectedBucketOwner } = props.destination;
  const t = useT();
  const times = useTimes();
  const { encryption, objectLock } = store;
  const yes = (is: boolean | undefined) => (is ? t('common.yes') : undefined);
  const perSecond = (bytes: number | undefined) =>
    bytes === undefined ? undefined : `${times.bytes(bytes)}/s`;
  const size = (bytes: number | undefined) =>
    bytes === undefined ? undefined : times.bytes(bytes);

  const rows: [string, string | number | undefined][] = [
    [t('destinationForm.owner'), expectedBucketOwner],
    [t('destinationForm.class'), store.storageClass],
    [
      t('destinationForm.sse'),
      encryption &&
        [
          t(ENCRYPTION[encryption.type]),
          encryption.type === 'aws:kms' && encryption.keyId,
        ]
          .filter(Boolean)
          .join(' · '),
    ],
    [
      t('destinationForm.lock'),
      objectLock &&
        t('destination.lockText', {
          mode: objectLock.mode.toLocaleLowerCase('en-US'),
          count: objectLock.days,
        }),
    ],
    [t('destinationForm.acl'), store.acl],
    [t('destinationForm.tags'), yes(store.tags)],
    [t('destinationForm.timeAfterStore'), yes(store.timeAfterStore)],
    [t('destination.uploadPartSize'), size(transfer.uploadPartSize)],
    [t('destinationForm.uploadConcurrency'), transfer.uploadConcurrency],
    [t('destination.downloadPartSize'), size(transfer.downloadPartSize)],
    [t('destinationForm.downloadConcurrency'), transfer.downloadConcurrency],
    [
      t('destination.partTimeout'),
      transfer.partTimeout && formatDuration(transfer.partTimeout),
    ],
    [t('destination.uploadBandwidth'), perSecond(transfer.uploadBandwidth)],
    [t('destination.downloadBandwidth'), perSecond(transfer.downloadBandwidth)],
    [t('destinationForm.retries'), transfer.retries],
    [t('destinationForm.proxy'), transfer.proxy && t('destination.set')],
    [t('destinationForm.caBundle'), transfer.caBundle && t('destination.set')],
  ];
  const items = rows.flatMap(([label, value]) =>
    value === undefined ? [] : [{ label, value: String(value) }],
  );
  if (items.length === 0 && !transfer.skipTlsVerification) return null;
  return (
    <Section title={t('destination.kept')}>
      {transfer.skipTlsVerification && (
        <Alert
          status="warning"
          icon
          title={t('destination.skipsTls')}
          description={t('destinationForm.skipTlsWarning')}
        />
      )}
      {items.length > 0 && <KeyValue items={items} />}
    </Section>
  );
}
