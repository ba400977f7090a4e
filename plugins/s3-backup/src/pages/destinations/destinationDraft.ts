import {
  accountIdSchema,
  bucketSchema,
  Destination,
  DestinationInput,
  nameSchema,
  prefixSchema,
  SecretState,
} from '@understudy/backstage-plugin-s3-backup-common';
import { changeOf, StepFix } from '../../components/checkUpWords';
import {
  WhoDraft,
  whoDraftOf,
  WhoFault,
  whoInputOf,
  withoutKeys,
} from './destinationWhoDraft';
import {
  TransferDraft,
  transferDraftOf,
  TransferFault,
  transferInputOf,
} from './destinationTransferDraft';
import {
  failoverOf,
  WhereDraft,
  whereDraftOf,
  WhereFault,
  whereInputOf,
} from './destinationWhereDraft';
import {
  StoreDraft,
  storeDraftOf,
  StoreFault,
  storeInputOf,
} from './destinationStoreDraft';

/** A destination as it is typed. */
export interface DestinationDraftFields extends WhereDraft {
  name: string;
  title: string;
  bucket: string;
  prefix: string;
  expectedBucketOwner: string;
  appendOnly: boolean;
  who: WhoDraft;
  /** Others for deleting, and for restoring; null: the same. */
  prune: WhoDraft | null;
  restore: WhoDraft | null;
  store: StoreDraft;
  transfer: TransferDraft;
}

/** The draft a form begins with. */
export function destinationDraftOf(
  destination: Destination | undefined,
): DestinationDraftFields {
  return {
    name: destination?.name ?? '',
    title: destination?.title ?? '',
    bucket: destination?.bucket ?? '',
    prefix: destination ? destination.prefix : 'understudy',
    ...whereDraftOf(destination),
    appendOnly: destination?.appendOnly ?? false,
    expectedBucketOwner: destination?.expectedBucketOwner ?? '',
    who: whoDraftOf(destination?.credentials),
    prune: destination?.pruneCredentials
      ? whoDraftOf(destination.pruneCredentials)
      : null,
    restore: destination?.restoreCredentials
      ? whoDraftOf(destination.restoreCredentials)
      : null,
    store: storeDraftOf(destination?.store),
    transfer: transferDraftOf(destination?.transfer),
  };
}

/** Keeps what may lie in a browser's storage: never a secret. */
export const withoutSecret = (
  draft: DestinationDraftFields,
): Partial<DestinationDraftFields> => ({
  ...draft,
  who: withoutKeys(draft.who),
  prune: draft.prune && withoutKeys(draft.prune),
  restore: draft.restore && withoutKeys(draft.restore),
  store: { ...draft.store, customerKey: '' },
  transfer: { ...draft.transfer, proxy: '' },
});

/** Whether it points elsewhere than before: then secrets are asked anew. */
export function isMoved(
  draft: DestinationDraftFields,
  before: Destination | undefined,
): boolean {
  return (
    before !== undefined &&
    (draft.bucket.trim() !== before.bucket ||
      draft.prefix.trim().replace(/\/+$/, '') !== before.prefix ||
      draft.endpoint.trim() !== (before.endpoint ?? '') ||
      failoverOf(draft).join() !== (before.failoverEndpoints ?? []).join())
  );
}

/** The state of the customer's key, where one is set. */
export function customerKeyOf(
  destination: Destination | undefined,
): SecretState | undefined {
  const encryption = destination?.store?.encryption;
  return encryption?.type === 'sse-c' ? encryption.key : undefined;
}

export type DestinationFault =
  | StoreFault
  | TransferFault
  | 'expectedBucketOwner'
  | 'name'
  | 'bucket'
  | 'prefix'
  | WhereFault
  | WhoFault;

/** The destination that a draft says, or what is wrong with it. */
export function destinationInputOf(
  draft: DestinationDraftFields,
  before?: Destination,
): { input?: DestinationInput; faults: DestinationFault[] } {
  const faults: DestinationFault[] = [];
  const bucket = draft.bucket.trim();
  const moved = isMoved(draft, before);
  const who = whoInputOf(draft.who, before?.credentials, moved);
  const prune =
    draft.prune && whoInputOf(draft.prune, before?.pruneCredentials, moved);
  const restore =
    draft.restore &&
    whoInputOf(draft.restore, before?.restoreCredentials, moved);
  const { store, faults: storeFaults } = storeInputOf(
    draft.store,
    before?.store,
    moved,
  );
  const owner = draft.expectedBucketOwner.trim();
  if (!nameSchema.safeParse(draft.name).success) faults.push('name');
  const { where, faults: whereFaults } = whereInputOf(draft, bucket);
  if (!bucketSchema.safeParse(bucket).success) {
    faults.push('bucket');
  }
  const prefix = prefixSchema.safeParse(draft.prefix.trim());
  if (!prefix.success) faults.push('prefix');
  faults.push(...whereFaults);
  if (owner && !accountIdSchema.safeParse(owner).success) {
    faults.push('expectedBucketOwner');
  }
  faults.push(
    ...who.faults,
    ...(prune?.faults ?? []),
    ...(restore?.faults ?? []),
  );
  const { transfer, faults: transferFaults } = transferInputOf(
    draft.transfer,
    before?.transfer,
    moved,
  );
  faults.push(...storeFaults, ...transferFaults);
  if (faults.length > 0 || !prefix.success) return { faults };
  return {
    faults,
    input: {
      name: draft.name,
      title: draft.title.trim() || undefined,
      bucket,
      prefix: prefix.data,
      ...where,
      appendOnly: draft.appendOnly || undefined,
      expectedBucketOwner: owner || undefined,
      store,
      transfer,
      credentials: who.credentials,
      pruneCredentials: prune?.credentials,
      restoreCredentials: restore?.credentials,
    },
  };
}

/** What a remedy of the check-up changes in the draft, where it has that field. */
export function fixed(
  draft: DestinationDraftFields,
  fix: StepFix,
): Partial<DestinationDraftFields> | undefined {
  if (fix.field !== 'store.storageClass') return changeOf(draft, fix);
  return { store: { ...draft.store, storageClass: fix.value } };
}
