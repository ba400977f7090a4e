import {
  AmbientSource,
  Destination,
  DestinationInput,
  roleArnSchema,
  SecretState,
} from '@understudy/backstage-plugin-s3-backup-common';

type Known = Destination['credentials'];
type Input = DestinationInput['credentials'];

/** Whose rights are used, as it is typed. */
export interface WhoDraft {
  type: Input['type'];
  /** Who assumes a role. */
  by: 'keys' | 'ambient';
  accessKeyId: string;
  /** Empty while the one that is set stays. */
  secret: string;
  sessionToken: string;
  replacing: boolean;
  source: AmbientSource;
  profile: string;
  roleArn: string;
  sessionName: string;
  stsEndpoint: string;
}

export type WhoFault = 'accessKeyId' | 'secret' | 'roleArn';

/** The keys in credentials, be they used at once or to assume a role. */
function keysIn(credentials: Known | undefined) {
  const used =
    credentials?.type === 'assume-role' ? credentials.base : credentials;
  return used?.type === 'keys' ? used : undefined;
}

export function whoDraftOf(credentials: Known | undefined): WhoDraft {
  const role = credentials?.type === 'assume-role' ? credentials : undefined;
  const used = role ? role.base : credentials;
  const ambient = used?.type === 'ambient' ? used : undefined;
  return {
    type: credentials?.type ?? 'keys',
    by: role?.base.type ?? 'keys',
    accessKeyId: keysIn(credentials)?.accessKeyId ?? '',
    secret: '',
    sessionToken: '',
    replacing: false,
    source: ambient?.source ?? 'default',
    profile: ambient?.profile ?? '',
    roleArn: role?.roleArn ?? '',
    sessionName: role?.sessionName ?? '',
    stsEndpoint: role?.stsEndpoint ?? '',
  };
}

/** Without what must not lie in a browser's storage. */
export const withoutKeys = (draft: WhoDraft): WhoDraft => ({
  ...draft,
  secret: '',
  sessionToken: '',
});

export const usesKeys = (draft: WhoDraft) =>
  draft.type === 'keys' ||
  (draft.type === 'assume-role' && draft.by === 'keys');

/** The state of the secret that goes on being used; none: it is asked for. */
export function keptSecret(
  draft: WhoDraft,
  before: Known | undefined,
  moved: boolean,
): SecretState | undefined {
  if (moved || draft.replacing || draft.type !== before?.type) return undefined;
  return keysIn(before)?.secretAccessKey;
}

/** The credentials that a draft says. */
export function whoInputOf(
  draft: WhoDraft,
  before: Known | undefined,
  moved: boolean,
): { credentials: Input; faults: WhoFault[] } {
  const faults: WhoFault[] = [];
  const kept = keptSecret(draft, before, moved);
  const secret = draft.secret.trim();
  const token = draft.sessionToken.trim();
  const keptToken = kept ? keysIn(before)?.sessionToken : undefined;
  if (usesKeys(draft)) {
    if (!draft.accessKeyId.trim()) faults.push('accessKeyId');
    if (!kept && !secret) faults.push('secret');
  }
  const sessionToken = token || keptToken;
  const keys = {
    type: 'keys' as const,
    accessKeyId: draft.accessKeyId.trim(),
    secretAccessKey: kept ?? secret,
    ...(sessionToken ? { sessionToken } : {}),
  };
  const ambient = {
    type: 'ambient' as const,
    ...(draft.source === 'default' ? {} : { source: draft.source }),
    ...(draft.source === 'profile' && draft.profile.trim()
      ? { profile: draft.profile.trim() }
      : {}),
  };
  if (draft.type === 'keys') return { credentials: keys, faults };
  if (draft.type === 'ambient') return { credentials: ambient, faults };
  const roleArn = draft.roleArn.trim();
  if (!roleArnSchema.safeParse(roleArn).success) faults.push('roleArn');
  const sessionName = draft.sessionName.trim();
  const stsEndpoint = draft.stsEndpoint.trim();
  const credentials: Input = {
    type: 'assume-role',
    roleArn,
    ...(sessionName ? { sessionName } : {}),
    ...(stsEndpoint ? { stsEndpoint } : {}),
    base: draft.by === 'keys' ? keys : ambient,
  };
  return { credentials, faults };
}
