import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';

/**
 * Brings the plugin's tables up to date. Safe with several replicas: knex
 * holds a lock row while it works.
 * @internal
 */
export async function migrate(knex: Knex): Promise<void> {
  await knex.migrate.latest({
    directory: resolvePackagePath(
      '@understudy/backstage-plugin-s3-backup-backend',
      'migrations',
    ),
  });
}
