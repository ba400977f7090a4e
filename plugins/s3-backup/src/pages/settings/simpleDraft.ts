import {
  bucketSchema,
  DestinationInput,
  endpointSchema,
  recipientSchema,
  SimpleSettings,
  SimpleSettingsInput,
} from '@understudy/backstage-plugin-s3-backup-common';
import { NEW_OFF, OffDraft, offOf } from '../../components';

/** The small form as it is typed. */
export interface SimpleDraft {
  automaticBackup: boolean;
  /** Asked for where it is turned off. */
  off: OffDraft;
  accessKeyId: string;
  /** Empty while the one that is set stays. */
  secret: string;
  replacing: boolean;
  bucket: string;
  region: string;
  endpoint: string;
  showEndpoint: boolean;
  encryption: 'make' | 'keep' | 'recipients' | 'clear';
  recipients: string;
  notificationsTo: string;
  onSuccess: boolean;
  frequency: SimpleSettings['frequency'];
}

/** Whether a draft turns automatic backup off. */
export const turnsOff = (
  draft: Pick<SimpleDraft, 'automaticBackup'>,
  before: Pick<SimpleSettings, 'automaticBackup'>,
) => before.automaticBackup && !draft.automaticBackup;

/** The draft the form begins with. */
export function simpleDraftOf(settings: SimpleSettings): SimpleDraft {
  const { encryption } = settings;
  let choice: SimpleDraft['encryption'] = 'make';
  if (encryption?.type === 'made') choice = 'keep';
  else if (encryption) choice = encryption.type;
  return {
    automaticBackup: settings.saved ? settings.automaticBackup : true,
    off: NEW_OFF,
    accessKeyId: settings.accessKeyId,
    secret: '',
    replacing: false,
    bucket: settings.bucket,
    region: settings.region,
    endpoint: settings.endpoint,
    showEndpoint: settings.endpoint !== '',
    encryption: choice,
    recipients:
      encryption?.type === 'recipients' ? encryption.recipients.join('\n') : '',
    notificationsTo: settings.notificationsTo.join(', '),
    onSuccess: settings.onSuccess,
    frequency: settings.saved ? settings.frequency : 'daily',
  };
}

/** Keeps what may lie in a browser's storage: never the secret. */
export const withoutSecret = (draft: SimpleDraft): Partial<SimpleDraft> => ({
  ...draft,
  secret: '',
});

/** Whether the place moved: then the secret is asked for again. */
export const isMoved = (draft: SimpleDraft, before: SimpleSettings) =>
  before.saved &&
  (draft.bucket.trim() !== before.bucket ||
    draft.endpoint.trim() !== before.endpoint);

/** Whether the secret that is set goes on being used. */
export const keepsSecret = (draft: SimpleDraft, before: SimpleSettings) =>
  before.secretAccessKey !== null &&
  !draft.replacing &&
  !isMoved(draft, before);

export type SimpleFault =
  | 'off'
  | 'accessKeyId'
  | 'secret'
  | 'bucket'
  | 'endpoint'
  | 'recipients'
  | 'notificationsTo';

const EMAIL = /^[^\s@,;]+@[^\s@,;]+\.[^\s@,;]+$/;
const split = (text: string, by: RegExp) =>
  text
    .split(by)
    .map(part => part.trim())
    .filter(Boolean);

/** What keeps the draft from being tested: where and who only. */
function placeFaults(draft: SimpleDraft, before: SimpleSettings) {
  const faults: SimpleFault[] = [];
  const endpoint = draft.endpoint.trim();
  if (!draft.accessKeyId.trim()) faults.push('accessKeyId');
  if (!keepsSecret(draft, before) && !draft.secret) faults.push('secret');
  if (!bucketSchema.safeParse(draft.bucket.trim()).success) {
    faults.push('bucket');
  }
  if (endpoint && !endpointSchema.safeParse(endpoint).success) {
    faults.push('endpoint');
  }
  return faults;
}

const secretOf = (draft: SimpleDraft, before: SimpleSettings) =>
  keepsSecret(draft, before) && before.secretAccessKey
    ? before.secretAccessKey
    : draft.secret.trim();

/** The destination that *Test* tries: the draft as it stands, saved or not. */
export function testInputOf(
  draft: SimpleDraft,
  before: SimpleSettings,
): { input?: DestinationInput; faults: SimpleFault[] } {
  const faults = placeFaults(draft, before);
  if (faults.length > 0) return { faults };
  return {
    faults,
    input: {
      name: 'main',
      bucket: draft.bucket.trim(),
      prefix: before.prefix,
      region: draft.region.trim() || undefined,
      endpoint: draft.endpoint.trim() || undefined,
      credentials: {
        type: 'keys',
        accessKeyId: draft.accessKeyId.trim(),
        secretAccessKey: secretOf(draft, before),
      },
    },
  };
}

/** The settings that the draft says, or what is wrong with it. */
export function simpleInputOf(
  draft: SimpleDraft,
  before: SimpleSettings,
): { input?: SimpleSettingsInput; faults: SimpleFault[] } {
  const faults = placeFaults(draft, before);
  const recipients = split(draft.recipients, /\s+/);
  const notificationsTo = split(draft.notificationsTo, /[,;\s]+/);
  if (
    draft.encryption === 'recipients' &&
    (recipients.length === 0 ||
      recipients.some(each => !recipientSchema.safeParse(each).success))
  ) {
    faults.push('recipients');
  }
  if (notificationsTo.some(address => !EMAIL.test(address))) {
    faults.push('notificationsTo');
  }
  const turned = turnsOff(draft, before);
  const off = turned ? offOf(draft.off, Date.now()) : undefined;
  if (turned && !off) faults.push('off');
  if (faults.length > 0) return { faults };
  return {
    faults,
    input: {
      automaticBackup: draft.automaticBackup,
      off,
      accessKeyId: draft.accessKeyId.trim(),
      secretAccessKey: secretOf(draft, before),
      bucket: draft.bucket.trim(),
      prefix: before.prefix,
      region: draft.region.trim(),
      endpoint: draft.endpoint.trim(),
      encryption:
        draft.encryption === 'recipients'
          ? { type: 'recipients', recipients }
          : { type: draft.encryption },
      notificationsTo,
      onSuccess: draft.onSuccess,
      frequency: draft.frequency,
    },
  };
}
