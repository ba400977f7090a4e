/**
 * The source types that Understudy brings. Loads no executor: those run in a
 * process of their own.
 *
 * @packageDocumentation
 */
import { SourceType } from '@understudy/engine';
import { filesSource } from './files/options';
import { portalSource } from './portal/options';
import { sqliteSource } from './sqlite/options';

export * from './files/options';
export {
  portalOptionsSchema,
  portalWorkSchema,
  portalSource,
} from './portal/options';
export type { PortalOptions, PortalWork } from './portal/options';
export * from './sqlite/options';

/**
 * All source types of this package.
 * @public
 */
export const sourceTypes: SourceType[] = [
  sqliteSource as SourceType,
  filesSource as SourceType,
  portalSource as SourceType,
];
