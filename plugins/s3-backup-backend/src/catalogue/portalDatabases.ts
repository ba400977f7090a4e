import type { Config } from '@backstage/config';
import type { PortalWork } from '@understudy/sources';
import { portalPostgres } from './portalPostgres';
import { UnderstudyError } from '@understudy/model';
import { resolve } from 'node:path';

/** Where this portal's databases are. @internal */
export type PortalDatabases = Required<
  Pick<PortalWork, 'directory' | 'databases'>
> &
  Pick<PortalWork, 'postgres'>;

const IN_MEMORY = ':memory:';

/** `connection: ':memory:'` or `connection: { directory | filename }`. */
function place(config: Config | undefined, key: 'directory' | 'filename') {
  const connection = config?.getOptional('connection');
  if (typeof connection === 'string') {
    return connection === IN_MEMORY ? IN_MEMORY : resolve(connection);
  }
  const path = (connection as Record<string, unknown> | undefined)?.[key];
  if (typeof path !== 'string') return null;
  return path === IN_MEMORY ? IN_MEMORY : resolve(path);
}

/**
 * Reads from `backend.database` what the source type `portal` needs. Paths
 * are as the database service resolves them: against the working directory.
 * @throws UnderstudyError `options-invalid` for engines that type can't copy yet
 * @internal
 */
export function portalDatabases(rootConfig: Config): PortalDatabases {
  const base = rootConfig.getOptionalConfig('backend.database');
  const client = base?.getOptionalString('client') ?? 'better-sqlite3';
  if (client === 'pg') {
    return { directory: null, databases: [], postgres: portalPostgres(base!) };
  }
  if (client !== 'better-sqlite3') {
    throw new UnderstudyError('options-invalid', {
      what: `The portal's databases are ${client} databases, which source type portal can't copy.`,
    });
  }
  const plugins = base?.getOptionalConfig('plugin');
  const databases: PortalDatabases['databases'] = [];
  for (const plugin of plugins?.keys() ?? []) {
    const own = plugins!.getConfig(plugin);
    const filename = place(own, 'filename');
    const ownClient = own.getOptionalString('client') ?? client;
    if (ownClient !== 'better-sqlite3') {
      throw new UnderstudyError('options-invalid', {
        what: `The database of plugin ${plugin} is a ${ownClient} database, which source type portal can't copy yet.`,
      });
    }
    if (filename) {
      databases.push({ plugin, client: 'better-sqlite3', filename });
    }
  }
  return { directory: place(base, 'directory'), databases };
}
