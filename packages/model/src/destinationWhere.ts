import { z } from 'zod';
import { providerSchema } from './providers';

/**
 * An endpoint: http or https, no path, no query, no user.
 * @public
 */
export const endpointSchema = z.string().refine(text => {
  try {
    const url = new URL(text);
    return (
      (url.protocol === 'http:' || url.protocol === 'https:') &&
      (url.pathname === '/' || url.pathname === '') &&
      !url.search &&
      !url.hash &&
      !url.username &&
      !url.password
    );
  } catch {
    return false;
  }
}, 'write it as https://host or https://host:port');

/**
 * The word that requests are signed with.
 * @public
 */
export const regionSchema = z
  .string()
  .max(64)
  .regex(/^[A-Za-z0-9-]*$/);

/** How a store is reached, beside its bucket. @internal */
export const reachOptions = {
  /** Preselects what it leaves out below; what the check-up finds wins. */
  provider: providerSchema.optional(),
  /** Empty: what the endpoint tells, `us-east-1` for others, the SDK's own for AWS. */
  region: regionSchema.optional(),
  endpoint: endpointSchema.optional(),
  /** Further addresses of the same store, in order: the next one where nobody answers. */
  failoverEndpoints: z.array(endpointSchema).max(8).optional(),
  /** An explicit yes to plain http to another machine. */
  allowPlainHttp: z.boolean().optional(),
  /** Default: true where an endpoint is given. */
  forcePathStyle: z.boolean().optional(),
  /** Of AWS: addresses that have IPv6, too. */
  dualStack: z.boolean().optional(),
  /** Of AWS: endpoints with validated cryptography. */
  fips: z.boolean().optional(),
  /** Of AWS: Transfer Acceleration, which the bucket must have. */
  accelerate: z.boolean().optional(),
};

/**
 * What options of reaching a store must say together.
 * @public
 */
export interface ReachOptions {
  bucket: string;
  endpoint?: string;
  failoverEndpoints?: string[];
  forcePathStyle?: boolean;
  dualStack?: boolean;
  fips?: boolean;
  accelerate?: boolean;
}

/**
 * What is wrong with options that are right one by one, by their names.
 * @public
 */
export function reachFaults(
  reach: ReachOptions,
): Array<[keyof ReachOptions, string]> {
  const { endpoint, failoverEndpoints = [], bucket } = reach;
  const faults: Array<[keyof ReachOptions, string]> = [];
  if (!endpoint && failoverEndpoints.length > 0) {
    faults.push(['failoverEndpoints', 'need an endpoint that is tried first']);
  }
  for (const name of ['dualStack', 'fips', 'accelerate'] as const) {
    if (endpoint && reach[name]) {
      faults.push([name, 'is of AWS: leave the endpoint out']);
    }
  }
  if (reach.accelerate && reach.fips) {
    faults.push(['accelerate', 'has no FIPS endpoints: choose one of the two']);
  }
  if (reach.accelerate && (bucket.includes('.') || reach.forcePathStyle)) {
    faults.push([
      'accelerate',
      'needs the bucket in the host name: no dots in it, no path style',
    ]);
  }
  return faults;
}

/** True for names and addresses of the machine itself. @public */
export function isLoopbackHost(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLocaleLowerCase('en-US');
  if (bare === 'localhost' || bare.endsWith('.localhost')) return true;
  return /^127(?:\.\d{1,3}){3}$/.test(bare) || bare === '::1';
}

/**
 * The first address that is reached by plain http on another machine: anybody
 * in between reads what goes there.
 * @public
 */
export function plainHttpIn(reach: {
  endpoint?: string | null;
  failoverEndpoints?: string[];
}): string | undefined {
  return (
    [reach.endpoint, ...(reach.failoverEndpoints ?? [])].find(address => {
      if (!address) return false;
      const { protocol, hostname } = new URL(address);
      return protocol === 'http:' && !isLoopbackHost(hostname);
    }) ?? undefined
  );
}
