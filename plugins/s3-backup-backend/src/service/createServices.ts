import type {
  DiscoveryService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import type { Access } from '../permissions/Access';
import type { Portal } from '../Portal';
import { AuthorizedBackupsService } from './backups/AuthorizedBackupsService';
import { BackupLocks } from './backups/BackupLocks';
import { BackupViews } from './backups/BackupViews';
import { DefaultBackupsService } from './backups/BackupsService';
import { DefaultDownloadsService } from './backups/DownloadsService';
import { Keeping } from './backups/Keeping';
import { Readability } from './backups/Readability';
import { AuthorizedDestinationsService } from './destinations/AuthorizedDestinationsService';
import { DefaultDestinationsService } from './destinations/DestinationsService';
import { AuthorizedExplorerService } from './explorer/AuthorizedExplorerService';
import { DefaultExplorerService } from './explorer/ExplorerService';
import { AuthorizedHelpService } from './help/AuthorizedHelpService';
import { DefaultHelpService } from './help/HelpService';
import { AuthorizedKeysService } from './keys/AuthorizedKeysService';
import { DefaultKeysService } from './keys/KeysService';
import { AuthorizedPlansService } from './plans/AuthorizedPlansService';
import { PlanChecks } from './plans/PlanChecks';
import { PlanRepairs } from './plans/PlanRepairs';
import { DefaultPlansService } from './plans/PlansService';
import { PlanViews } from './plans/PlanViews';
import { AuthorizedRetentionService } from './retention/AuthorizedRetentionService';
import { DefaultRetentionService } from './retention/RetentionService';
import { AuthorizedRunsService } from './runs/AuthorizedRunsService';
import { DefaultRunsService } from './runs/RunsService';
import type { Services } from './Services';
import { AuthorizedSettingsService } from './settings/AuthorizedSettingsService';
import { AuthorizedSimpleSettingsService } from './settings/AuthorizedSimpleSettingsService';
import { DefaultSettingsService } from './settings/SettingsService';
import { DefaultSimpleSettingsService } from './settings/SimpleSettingsService';
import { AuthorizedSourcesService } from './sources/AuthorizedSourcesService';
import { DefaultSourcesService } from './sources/SourcesService';
import { AuthorizedStatusService } from './status/AuthorizedStatusService';
import { DefaultStatusService } from './status/StatusService';
import { AuthorizedWorkersService } from './workers/AuthorizedWorkersService';
import { DefaultWorkersService } from './workers/WorkersService';

/**
 * Puts the services together: each plain one behind the one that asks for its
 * rights.
 * @internal
 */
export function createServices(options: {
  portal: Portal;
  access: Access;
  userInfo: UserInfoService;
  discovery: DiscoveryService;
}): Services {
  const { portal, access, userInfo, discovery } = options;
  const { config, running, plans, owners, sources } = portal;
  const { runs, backups, queue } = running;
  const { timeZone } = config;
  const parts = {
    ...portal,
    runs,
    backups,
    queue,
    timeZone,
    quiet: config.blackouts.map(each => ({ ...each, timeZone })),
    ambient: config.credentials.ambient,
    userInfo,
    book: running.book,
    planProofs: running.planProofs,
    readability: Readability.create(portal),
    keeping: Keeping.create({ backups, book: running.book }),
    locks: BackupLocks.create({ backups, orders: portal.orders }),
    afterChange: () => {
      running.writeStatus().catch(() => {});
    },
  };
  const views = PlanViews.create(parts);
  const checks = PlanChecks.create(parts);
  const keys = DefaultKeysService.create({ ...parts, store: portal.keysStore });
  const withBackups = AuthorizedBackupsService.create({
    access,
    backups,
    plans,
    inner: DefaultBackupsService.create({
      ...parts,
      views: BackupViews.create(parts),
    }),
    downloads: DefaultDownloadsService.create(parts),
  });
  return {
    status: AuthorizedStatusService.create({
      access,
      plans,
      inner: DefaultStatusService.create({ ...parts, views }),
    }),
    settings: AuthorizedSettingsService.create({
      access,
      inner: DefaultSettingsService.create(parts),
    }),
    simple: AuthorizedSimpleSettingsService.create({
      access,
      inner: DefaultSimpleSettingsService.create({
        ...parts,
        views,
        keysService: keys,
        destinationStore: portal.destinationsStore,
        planStore: portal.plansStore,
      }),
    }),
    keys: AuthorizedKeysService.create({ access, inner: keys }),
    destinations: AuthorizedDestinationsService.create({
      access,
      inner: DefaultDestinationsService.create({
        ...parts,
        store: portal.destinationsStore,
      }),
    }),
    help: AuthorizedHelpService.create({
      access,
      inner: DefaultHelpService.create(parts),
    }),
    explorer: AuthorizedExplorerService.create({
      access,
      inner: DefaultExplorerService.create(parts),
    }),
    sources: AuthorizedSourcesService.create({
      access,
      inner: DefaultSourcesService.create(parts),
    }),
    plans: AuthorizedPlansService.create({
      access,
      plans,
      owners,
      sources,
      inner: DefaultPlansService.create({
        repairs: PlanRepairs.create({ backups, queue }),
        ...parts,
        views,
        checks,
        store: portal.plansStore,
      }),
    }),
    runs: AuthorizedRunsService.create({
      access,
      runs,
      inner: DefaultRunsService.create(parts),
    }),
    retention: AuthorizedRetentionService.create({
      access,
      plans,
      inner: DefaultRetentionService.create(parts),
    }),
    workers: AuthorizedWorkersService.create({
      access,
      inner: DefaultWorkersService.create({ workers: running.workers, config }),
    }),
    backups: withBackups,
    downloads: withBackups,
    downloadUrl: async ticket =>
      `${await discovery.getExternalBaseUrl('s3-backup')}/downloads/${ticket}`,
  };
}
