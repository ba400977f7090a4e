import {
  Destination,
  DestinationInput,
  endpointSchema,
  plainHttpIn,
  Provider,
  PROVIDER_PRESETS,
  PROVIDERS,
  reachFaults,
  regionSchema,
} from '@understudy/backstage-plugin-s3-backup-common';

/** How a store is reached, as it is typed. */
export interface WhereDraft {
  /** Empty: nothing is preselected. */
  provider: Provider | '';
  region: string;
  endpoint: string;
  /** One on each line. */
  failover: string;
  allowPlainHttp: boolean;
  forcePathStyle: boolean;
  dualStack: boolean;
  fips: boolean;
  accelerate: boolean;
}

export type WhereFault =
  | 'region'
  | 'endpoint'
  | 'failoverEndpoints'
  | 'allowPlainHttp'
  | 'accelerate';

export function whereDraftOf(before: Destination | undefined): WhereDraft {
  return {
    provider: before?.provider ?? '',
    region: before?.region ?? '',
    endpoint: before?.endpoint ?? '',
    failover: before?.failoverEndpoints?.join('\n') ?? '',
    allowPlainHttp: before?.allowPlainHttp ?? false,
    forcePathStyle: before?.forcePathStyle ?? false,
    dualStack: before?.dualStack ?? false,
    fips: before?.fips ?? false,
    accelerate: before?.accelerate ?? false,
  };
}

/** What choosing a provider changes: what is usual there, to be changed again. */
export function chosenProvider(provider: Provider): Partial<WhereDraft> {
  return {
    provider,
    forcePathStyle: PROVIDER_PRESETS[provider].forcePathStyle,
  };
}

/** The provider of a draft; without one, what its endpoint makes likely. */
export function providerOf(draft: WhereDraft): Provider {
  if (draft.provider) return draft.provider;
  return draft.endpoint.trim() ? 'other' : 'aws';
}

/** As they are called, for choice. */
export const PROVIDER_OPTIONS = PROVIDERS.map(id => ({
  id,
  label: PROVIDER_PRESETS[id].title,
}));

export const failoverOf = (draft: Pick<WhereDraft, 'failover'>): string[] =>
  draft.failover.split(/[\s,]+/).filter(Boolean);

/** Plain http goes to another machine: then a yes is asked for. */
export function isPlainHttp(draft: WhereDraft): boolean {
  const all = [draft.endpoint.trim(), ...failoverOf(draft)];
  const valid = all.filter(each => endpointSchema.safeParse(each).success);
  return plainHttpIn({ failoverEndpoints: valid }) !== undefined;
}

type Reach = Pick<
  DestinationInput,
  | 'provider'
  | 'region'
  | 'endpoint'
  | 'failoverEndpoints'
  | 'allowPlainHttp'
  | 'forcePathStyle'
  | 'dualStack'
  | 'fips'
  | 'accelerate'
>;

/** What a draft says of reaching its store. */
export function whereInputOf(
  draft: WhereDraft,
  bucket: string,
): { where: Reach; faults: WhereFault[] } {
  const faults: WhereFault[] = [];
  const endpoint = draft.endpoint.trim();
  const region = draft.region.trim();
  const failover = endpoint ? failoverOf(draft) : [];
  if (!regionSchema.safeParse(region).success) faults.push('region');
  if (endpoint && !endpointSchema.safeParse(endpoint).success) {
    faults.push('endpoint');
  }
  if (
    failover.length > 8 ||
    failover.some(each => !endpointSchema.safeParse(each).success)
  ) {
    faults.push('failoverEndpoints');
  }
  const plain = isPlainHttp(draft);
  if (plain && !draft.allowPlainHttp) faults.push('allowPlainHttp');
  const yes = (is: boolean) => (is && !endpoint ? true : undefined);
  const where: Reach = {
    provider: draft.provider || undefined,
    region: region || undefined,
    endpoint: endpoint || undefined,
    failoverEndpoints: failover.length > 0 ? failover : undefined,
    allowPlainHttp: plain && draft.allowPlainHttp ? true : undefined,
    forcePathStyle: endpoint ? draft.forcePathStyle : undefined,
    dualStack: yes(draft.dualStack),
    fips: yes(draft.fips),
    accelerate: yes(draft.accelerate),
  };
  if (reachFaults({ ...where, bucket }).length > 0) faults.push('accelerate');
  return { where, faults };
}
