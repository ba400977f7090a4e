import type { BackupsService } from './backups/BackupsService';
import type { DownloadsService } from './backups/DownloadsService';
import type { DestinationsService } from './destinations/DestinationsService';
import type { ExplorerService } from './explorer/ExplorerService';
import type { HelpService } from './help/HelpService';
import type { KeysService } from './keys/KeysService';
import type { PlansService } from './plans/PlansService';
import type { RetentionService } from './retention/RetentionService';
import type { RunsService } from './runs/RunsService';
import type { SettingsService } from './settings/SettingsService';
import type { SimpleSettingsService } from './settings/SimpleSettingsService';
import type { SourcesService } from './sources/SourcesService';
import type { StatusService } from './status/StatusService';
import type { WorkersService } from './workers/WorkersService';

/** Everything that routes may ask. @internal */
export interface Services {
  status: StatusService;
  settings: SettingsService;
  simple: SimpleSettingsService;
  keys: KeysService;
  destinations: DestinationsService;
  explorer: ExplorerService;
  help: HelpService;
  sources: SourcesService;
  plans: PlansService;
  runs: RunsService;
  backups: BackupsService;
  retention: RetentionService;
  downloads: DownloadsService;
  workers: WorkersService;
  /** Where a ticket is turned in. */
  downloadUrl(ticket: string): Promise<string>;
}
