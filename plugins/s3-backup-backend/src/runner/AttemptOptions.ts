import type { LoggerService } from '@backstage/backend-plugin-api';
import type { DatabaseAttempts } from '../database/attempts/DatabaseAttempts';
import type { DatabaseRunLog } from '../database/runLogs/DatabaseRunLog';
import type { RunRow } from '../database/runs/RunRow';
import type { Claim } from '../queue/RunQueue';
import type { Breaker } from './Breaker';
import type { ChildOptions } from './ChildProcess';
import type { OrderBuilder } from './OrderBuilder';
import type { Outcomes } from './Outcomes';

/** What an attempt needs. @internal */
export interface AttemptOptions {
  claim: Claim;
  row: RunRow;
  worker: string;
  leaseMs: number;
  /** Between asking a child to stop and ending it. */
  graceMs: number;
  tempDirectory: string;
  attempts: DatabaseAttempts;
  logs: DatabaseRunLog;
  builder: OrderBuilder;
  outcomes: Outcomes;
  breaker: Breaker;
  logger: LoggerService;
  child?: Pick<ChildOptions, 'entry' | 'execArgv'>;
  onChange(): void;
}
