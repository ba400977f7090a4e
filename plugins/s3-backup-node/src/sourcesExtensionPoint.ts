import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { SourceType } from '@understudy/engine';

/**
 * Takes source types of other modules.
 * @public
 */
export interface S3BackupSourcesExtensionPoint {
  /**
   * Adds a type; its name must be new. The executor is a module path, because
   * sources are read in a process of their own.
   */
  addSourceType<TOptions>(type: SourceType<TOptions>): void;
}

/**
 * Extension point through which a backend module adds source types.
 * @public
 */
export const s3BackupSourcesExtensionPoint =
  createExtensionPoint<S3BackupSourcesExtensionPoint>({
    id: 's3-backup.sources',
  });
