import { DiscoveryApi, FetchApi } from '@backstage/frontend-plugin-api';
import { backupCalls } from './calls/backups';
import { destinationCalls } from './calls/destinations';
import { planCalls } from './calls/plans';
import { PortalHttp } from './calls/PortalHttp';
import { portalCalls } from './calls/portal';
import type { S3BackupApi } from './S3BackupApi';

/** {@link S3BackupApi} over HTTP. */
export const S3BackupClient = {
  create(options: {
    discoveryApi: DiscoveryApi;
    fetchApi: FetchApi;
  }): S3BackupApi {
    const http = PortalHttp.create(options);
    return {
      ...portalCalls(http),
      ...destinationCalls(http),
      ...planCalls(http),
      ...backupCalls(http),
    };
  },
};
