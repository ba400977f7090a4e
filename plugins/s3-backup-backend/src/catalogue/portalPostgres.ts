import type { Config } from '@backstage/config';
import { UnderstudyError } from '@understudy/model';
import type { PortalWork } from '@understudy/sources';
import { z } from 'zod';

type PortalPostgres = NonNullable<PortalWork['postgres']>;

/** What Backstage itself takes for a PostgreSQL connection, as far as we need it. */
const connectionSchema = z.looseObject({
  type: z.string().optional(),
  host: z.string().default('localhost'),
  port: z.coerce.number().default(5432),
  user: z.string().default('postgres'),
  password: z.string().optional(),
  database: z.string().optional(),
  ssl: z
    .union([
      z.boolean(),
      z.looseObject({
        rejectUnauthorized: z.boolean().optional(),
        ca: z.string().optional(),
      }),
    ])
    .optional(),
});

type Connection = z.output<typeof connectionSchema>;

function sslOf(mode: string | null) {
  if (mode === null || mode === 'disable') return undefined;
  return mode === 'no-verify' ? { rejectUnauthorized: false } : true;
}

function connectionOf(value: unknown): Connection {
  if (typeof value !== 'string') return connectionSchema.parse(value ?? {});
  const url = new URL(value);
  const part = (text: string) => decodeURIComponent(text) || undefined;
  return connectionSchema.parse({
    host: part(url.hostname) ?? url.searchParams.get('host') ?? undefined,
    port: url.port || undefined,
    user: part(url.username),
    password: part(url.password),
    database: part(url.pathname.slice(1)),
    ssl: sslOf(url.searchParams.get('sslmode')),
  });
}

/** As strict as the portal's own connection is, and not stricter. */
function tlsOf({ ssl }: Connection): Pick<PortalPostgres, 'tls' | 'ca'> {
  if (!ssl) return { tls: 'prefer' };
  if (ssl === true) return { tls: 'verify-full' };
  if (ssl.rejectUnauthorized === false) return { tls: 'require' };
  return { tls: 'verify-full', ...(ssl.ca ? { ca: ssl.ca } : {}) };
}

/**
 * Reads from `backend.database` where a portal's databases are on PostgreSQL.
 * Plugins that name a server of their own are told by name.
 * @throws UnderstudyError `options-invalid` for connections that need a library
 */
export function portalPostgres(base: Config): PortalPostgres {
  const connection = connectionOf(base.getOptional('connection'));
  if (connection.type && connection.type !== 'default') {
    throw new UnderstudyError('options-invalid', {
      what: `Source type portal can't connect by ${connection.type}.`,
    });
  }
  const plugins = base.getOptionalConfig('plugin');
  const elsewhere = (plugins?.keys() ?? []).filter(plugin => {
    const own = plugins!.getConfig(plugin);
    const client = own.getOptionalString('client') ?? 'pg';
    return own.has('connection') || client !== 'pg';
  });
  const { host, port, user, password, database } = connection;
  const division = base.getOptionalString('pluginDivisionMode');
  return {
    host,
    port,
    user,
    ...(password === undefined ? {} : { password }),
    ...tlsOf(connection),
    division: division === 'schema' ? 'schema' : 'database',
    prefix: base.getOptionalString('prefix') ?? 'backstage_plugin_',
    home: database ?? 'postgres',
    elsewhere,
  };
}
