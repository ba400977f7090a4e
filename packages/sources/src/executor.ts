/**
 * What runs in the forked child and in the command line: one executor a type.
 *
 * @packageDocumentation
 */
import { SourceExecutor } from '@understudy/engine';
import { filesExecutor } from './files/executor';
import { portalExecutor } from './portal/executor';
import { sqliteExecutor } from './sqlite/executor';

/**
 * Executors by type.
 * @public
 */
export const executors: Record<string, SourceExecutor> = {
  files: filesExecutor as SourceExecutor,
  portal: portalExecutor as SourceExecutor,
  sqlite: sqliteExecutor as SourceExecutor,
};
