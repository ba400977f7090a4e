import type { BackstageCredentials } from '@backstage/backend-plugin-api';

/** Second argument of every service method. @internal */
export interface CallOptions {
  credentials: BackstageCredentials;
}

/** Who calls, for triggers and trails. @internal */
export function callerOf(credentials: BackstageCredentials): {
  type: 'user' | 'service';
  by: string;
} {
  const principal = credentials.principal as {
    type?: string;
    userEntityRef?: string;
    subject?: string;
  };
  return principal.type === 'user'
    ? { type: 'user', by: principal.userEntityRef ?? 'unknown' }
    : { type: 'service', by: principal.subject ?? 'unknown' };
}
