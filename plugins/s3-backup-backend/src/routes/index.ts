import { backupsRoutes } from './backups';
import { destinationsRoutes } from './destinations';
import { explorerRoutes } from './explorer';
import { helpRoutes } from './help';
import { keysRoutes } from './keys';
import { plansRoutes } from './plans';
import { retentionRoutes } from './retention';
import type { Route } from './route';
import { runsRoutes } from './runs';
import { settingsRoutes } from './settings';
import { sourcesRoutes } from './sources';
import { statusRoutes } from './status';
import { workerRoutes } from './workers';

/** Every route but the download of a ticket. @internal */
export const routes: Route[] = [
  ...statusRoutes,
  ...workerRoutes,
  ...settingsRoutes,
  ...keysRoutes,
  ...destinationsRoutes,
  ...explorerRoutes,
  ...helpRoutes,
  ...sourcesRoutes,
  ...plansRoutes,
  ...runsRoutes,
  ...backupsRoutes,
  ...retentionRoutes,
];
