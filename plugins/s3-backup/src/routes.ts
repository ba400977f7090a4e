import {
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

/** The plugin's page; everything else lies below it. */
export const rootRouteRef = createRouteRef();

export const runRouteRef = createSubRouteRef({
  parent: rootRouteRef,
  path: '/history/:runId',
});
export const backupRouteRef = createSubRouteRef({
  parent: rootRouteRef,
  path: '/backups/:backupId',
});
export const planRouteRef = createSubRouteRef({
  parent: rootRouteRef,
  path: '/plans/:planName',
});
export const destinationRouteRef = createSubRouteRef({
  parent: rootRouteRef,
  path: '/destinations/:destinationName',
});
