import type {
  CapabilityProfile,
  DestinationConnection,
} from '@understudy/model';
import type { Knex } from 'knex';
import type { Fault } from './inside';

/** What a portal of a suite is told when it starts, over IPC. */
export interface PortalOrder {
  database: Knex.Config;
  connection: DestinationConnection;
  /** Probed once, so that no kill meets the probe. */
  profile: CapabilityProfile | null;
  tempDirectory: string;
  writeRoot: string;
  plans: Array<{ name: string; path: string } & Record<string, unknown>>;
  recipients: string[];
  identities: string[];
  leaseMs: number;
  concurrency: number;
  /** Forked in place of the real one, e.g. to see what forking costs. */
  childEntry?: string;
  /** By `plan/attempt`. */
  faults: Record<string, Fault>;
}
