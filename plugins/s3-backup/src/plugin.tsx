import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { RiShieldCheckLine } from '@remixicon/react';
import { S3_BACKUP_ENABLED_ANNOTATION } from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef, S3BackupClient } from './api';
import {
  backupRouteRef,
  destinationRouteRef,
  planRouteRef,
  rootRouteRef,
  runRouteRef,
} from './routes';

const s3BackupApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: s3BackupApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => S3BackupClient.create(deps),
    }),
});

const page = PageBlueprint.make({
  params: {
    path: '/s3-backup',
    title: 'Backups',
    icon: <RiShieldCheckLine />,
    routeRef: rootRouteRef,
  },
});

/*
 * Tabs are never hidden by permission: an address that somebody shares must
 * say why it shows nothing, and the framework leaves a hidden tab's page blank.
 */
const overview = SubPageBlueprint.make({
  name: 'overview',
  params: {
    path: 'overview',
    title: 'Overview',
    loader: () =>
      import(
        /* webpackChunkName: "s3b-overview" */ './pages/overview/OverviewPages'
      ).then(m => <m.OverviewPages />),
  },
});

const history = SubPageBlueprint.make({
  name: 'history',
  params: {
    path: 'history',
    title: 'History',
    loader: () =>
      import(
        /* webpackChunkName: "s3b-history" */ './pages/history/HistoryPages'
      ).then(m => <m.HistoryPages />),
  },
});

const backups = SubPageBlueprint.make({
  name: 'backups',
  params: {
    path: 'backups',
    title: 'Backups',
    loader: () =>
      import(
        /* webpackChunkName: "s3b-backups" */ './pages/backups/BackupPages'
      ).then(m => <m.BackupPages />),
  },
});

const plans = SubPageBlueprint.make({
  name: 'plans',
  params: {
    path: 'plans',
    title: 'Plans',
    loader: () =>
      import(
        /* webpackChunkName: "s3b-plans" */ './pages/plans/PlanPages'
      ).then(m => <m.PlanPages />),
  },
});

const destinations = SubPageBlueprint.make({
  name: 'destinations',
  params: {
    path: 'destinations',
    title: 'Destinations',
    loader: () =>
      import(
        /* webpackChunkName: "s3b-destinations" */ './pages/destinations/DestinationPages'
      ).then(m => <m.DestinationPages />),
  },
});

const workers = SubPageBlueprint.make({
  name: 'workers',
  params: {
    path: 'workers',
    title: 'Workers',
    loader: () =>
      import(
        /* webpackChunkName: "s3b-workers" */ './pages/workers/WorkerPages'
      ).then(m => <m.WorkerPages />),
  },
});

const settings = SubPageBlueprint.make({
  name: 'settings',
  params: {
    path: 'settings',
    title: 'Settings',
    loader: () =>
      import(
        /* webpackChunkName: "s3b-settings" */ './pages/settings/SettingsPages'
      ).then(m => <m.SettingsPages />),
  },
});

const annotated = {
  [`metadata.annotations.${S3_BACKUP_ENABLED_ANNOTATION}`]: 'true',
};

const entityCard = EntityCardBlueprint.make({
  name: 'backups',
  params: {
    type: 'info',
    filter: annotated,
    loader: () =>
      import(
        /* webpackChunkName: "s3b-card" */ './pages/entity/EntityCard'
      ).then(m => <m.EntityCard />),
  },
});

const entityContent = EntityContentBlueprint.make({
  name: 'backups',
  params: {
    path: 'backups',
    title: 'Backups',
    group: 'operation',
    filter: annotated,
    loader: () =>
      import(/* webpackChunkName: "s3b-tab" */ './pages/entity/EntityTab').then(
        m => <m.EntityTab />,
      ),
  },
});

/**
 * Backups in Backstage: pages, entity card and entity tab.
 * @public
 */
export const s3BackupPlugin = createFrontendPlugin({
  pluginId: 's3-backup',
  title: 'Backups',
  icon: <RiShieldCheckLine />,
  info: { packageJson: () => import('../package.json') },
  routes: {
    root: rootRouteRef,
    run: runRouteRef,
    backup: backupRouteRef,
    plan: planRouteRef,
    destination: destinationRouteRef,
  },
  extensions: [
    s3BackupApi,
    page,
    overview,
    history,
    backups,
    plans,
    destinations,
    workers,
    settings,
    entityCard,
    entityContent,
  ],
});
