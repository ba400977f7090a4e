/**
 * What runs in the forked child and in the command line: one executor a type.
 *
 * @packageDocumentation
 */
import { SourceExecutor } from '@understudy/engine';
import { commandExecutor } from './command/executor';
import { filesExecutor } from './files/executor';
import { gitExecutor } from './git/executor';
import { httpExecutor } from './http/executor';
import { mysqlExecutor } from './mysql/executor';
import { portalExecutor } from './portal/executor';
import { postgresExecutor } from './postgres/executor';
import { sqliteExecutor } from './sqlite/executor';

/**
 * Executors by type.
 * @public
 */
export const executors: Record<string, SourceExecutor> = {
  command: commandExecutor as SourceExecutor,
  files: filesExecutor as SourceExecutor,
  git: gitExecutor as SourceExecutor,
  http: httpExecutor as SourceExecutor,
  mysql: mysqlExecutor as SourceExecutor,
  portal: portalExecutor as SourceExecutor,
  postgres: postgresExecutor as SourceExecutor,
  sqlite: sqliteExecutor as SourceExecutor,
};
