/**
 * The source types that Understudy brings. Loads no executor: those run in a
 * process of their own.
 *
 * @packageDocumentation
 */
import { SourceType } from '@understudy/engine';
import { commandSource } from './command/options';
import { filesSource } from './files/options';
import { gitSource } from './git/options';
import { httpSource } from './http/options';
import { mysqlSource } from './mysql/options';
import { portalSource } from './portal/options';
import { postgresSource } from './postgres/options';
import { sqliteSource } from './sqlite/options';

export * from './command/options';
export * from './files/options';
export {
  portalOptionsSchema,
  portalWorkSchema,
  portalSource,
} from './portal/options';
export type { PortalOptions, PortalWork } from './portal/options';
export * from './git/options';
export * from './http/options';
export * from './mysql/options';
export * from './postgres/options';
export * from './sqlite/options';

/**
 * All source types of this package.
 * @public
 */
export const sourceTypes: SourceType[] = [
  sqliteSource as SourceType,
  filesSource as SourceType,
  postgresSource as SourceType,
  mysqlSource as SourceType,
  gitSource as SourceType,
  httpSource as SourceType,
  commandSource as SourceType,
  portalSource as SourceType,
];
