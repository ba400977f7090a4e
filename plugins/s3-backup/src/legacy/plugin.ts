import { convertLegacyRouteRef } from '@backstage/core-compat-api';
import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { s3BackupApiRef, S3BackupClient } from '../api';
import { rootRouteRef } from '../routes';

const legacyRoot = convertLegacyRouteRef(rootRouteRef);

/**
 * The plugin for apps on the old frontend system.
 * @public
 */
export const s3BackupPlugin = createPlugin({
  id: 's3-backup',
  routes: { root: legacyRoot },
  apis: [
    createApiFactory({
      api: s3BackupApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => S3BackupClient.create(deps),
    }),
  ],
});

/**
 * The pages; mount them at `/s3-backup`.
 * @public
 */
export const S3BackupPage = s3BackupPlugin.provide(
  createRoutableExtension({
    name: 'S3BackupPage',
    component: () => import('./LegacyPage').then(m => m.LegacyPage),
    mountPoint: legacyRoot,
  }),
);

/**
 * The card for entity pages.
 * @public
 */
export const EntityS3BackupCard = s3BackupPlugin.provide(
  createComponentExtension({
    name: 'EntityS3BackupCard',
    component: {
      lazy: () => import('./LegacyEntity').then(m => m.LegacyEntityCard),
    },
  }),
);

/**
 * The content of a tab on entity pages.
 * @public
 */
export const EntityS3BackupContent = s3BackupPlugin.provide(
  createComponentExtension({
    name: 'EntityS3BackupContent',
    component: {
      lazy: () => import('./LegacyEntity').then(m => m.LegacyEntityTab),
    },
  }),
);
