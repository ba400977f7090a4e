import type { VirtualClock } from './clock';
import type { Faults } from './faults';
import type { Settings } from './options';
import type { RequestLog } from './requestLog';
import type { Store } from './store/store';
import type { Users } from './users';

/** What every request is answered from. */
export interface Parts {
  settings: Settings;
  store: Store;
  users: Users;
  clock: VirtualClock;
  faults: Faults;
  requests: RequestLog;
}
