import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { metricsServiceRef } from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { s3BackupSourcesExtensionPoint } from '@understudy/backstage-plugin-s3-backup-node';
import { sourceTypes } from '@understudy/sources';
import { withUpkeep } from './catalogue/chores';
import { SourceTypes } from './catalogue/SourceTypes';
import { readConfig } from './config';
import { migrate } from './database/migrate';
import { createAccess } from './permissions/createAccess';
import { createPortal, PortalOptions } from './Portal';
import { createDownloadRouter } from './routes/createDownloadRouter';
import { createRouter } from './routes/createRouter';
import { registerTasks } from './schedule/registerTasks';
import { createServices } from './service/createServices';

/**
 * S3 backups: slots become runs, runs are done by workers in processes of
 * their own, and what they made is told.
 * @internal
 */
export const createS3BackupPlugin = (
  tested: Pick<PortalOptions, 'testing'> & { validateResponses?: boolean } = {},
) =>
  createBackendPlugin({
    pluginId: 's3-backup',
    register(env) {
      const sources = SourceTypes.create({ own: sourceTypes });
      env.registerExtensionPoint(s3BackupSourcesExtensionPoint, sources);

      env.registerInit({
        deps: {
          auditor: coreServices.auditor,
          auth: coreServices.auth,
          catalog: catalogServiceRef,
          database: coreServices.database,
          discovery: coreServices.discovery,
          httpAuth: coreServices.httpAuth,
          httpRouter: coreServices.httpRouter,
          lifecycle: coreServices.lifecycle,
          logger: coreServices.logger,
          metrics: metricsServiceRef,
          notifications: notificationService,
          permissions: coreServices.permissions,
          permissionsRegistry: coreServices.permissionsRegistry,
          rootConfig: coreServices.rootConfig,
          scheduler: coreServices.scheduler,
          signals: signalsServiceRef,
          userInfo: coreServices.userInfo,
        },
        async init(deps) {
          const { auditor, discovery, httpAuth, httpRouter, logger } = deps;
          const config = readConfig(deps.rootConfig);
          const knex = await deps.database.getClient();
          if (!deps.database.migrations?.skip) await migrate(knex);

          const baseUrl = await discovery.getExternalBaseUrl('s3-backup');
          const portal = createPortal({
            ...deps,
            ...tested,
            config,
            knex,
            sources,
            baseUrl,
          });
          const access = createAccess({ ...deps, config, plans: portal.plans });
          const services = createServices({ ...deps, portal, access });

          httpRouter.addAuthPolicy({
            path: '/downloads',
            allow: 'unauthenticated',
          });
          const { downloads } = services;
          const { idempotency, vault, running } = portal;
          httpRouter.use(createDownloadRouter({ downloads, auditor }));
          httpRouter.use(
            createRouter({
              services,
              httpAuth,
              auditor,
              idempotency,
              fingerprint: text => vault.fingerprint(text),
              validateResponses: tested.validateResponses,
            }),
          );

          const { role, drain } = config.worker;
          await running.open(role !== 'api');
          // The clock is kept by every role: a slot is queued, and a lost
          // worker found, also while no worker is there.
          await registerTasks({
            scheduler: deps.scheduler,
            logger,
            chores: withUpkeep({ ...portal, chores: running }),
            isDraining: () => running.isDraining,
          });
          if (role !== 'api') {
            deps.lifecycle.addStartupHook(() => running.start());
          }
          deps.lifecycle.addShutdownHook(() => running.stop(drain));
        },
      });
    },
  });

/**
 * The plugin, as a backend adds it.
 * @public
 */
export const s3BackupPlugin = createS3BackupPlugin();
