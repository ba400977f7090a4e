/** For the suites that kill and freeze what runs. */
export { Running } from '../Running';
export { runRequestSchema } from '../requests';
export type { RunRequest } from '../requests';
export type { Fault } from '../workOrder';
export { DatabaseAttempts } from '../../database/attempts/DatabaseAttempts';
export { DatabaseBackupStore } from '../../database/backups/DatabaseBackupStore';
export { DatabaseRunStore } from '../../database/runs/DatabaseRunStore';
export { DatabaseRunQueue } from '../../queue/DatabaseRunQueue';
export type { RunLimits } from '../../queue/RunQueue';
export { makePlan, TEST_INSTANCE, testLogger, TestPorts } from './testPorts';
export { makeDatabase } from './makeDatabase';
export { kindOf } from '../requests';
