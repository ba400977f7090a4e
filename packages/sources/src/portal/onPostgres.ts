import {
  OpenedSource,
  SourceArtifact,
  SourceContext,
} from '@understudy/engine';
import { Gap, UnderstudyError } from '@understudy/model';
import { z } from 'zod';
import { serverName } from '../shared/pg/connection';
import { Dump, startDump } from '../shared/pg/dump';
import { PostgresTools, ToolVersion } from '../shared/pg/PostgresTools';
import {
  listDatabases,
  listSchemas,
  serverVersion,
  unreadableTables,
} from '../shared/pg/server';
import { mediaTypeOf } from '../shared/pg/storedDump';
import { portalPostgresSchema } from './options';

type Server = z.output<typeof portalPostgresSchema>;

/** What a plugin has on the server: a database, or a schema of the one. */
interface Part {
  plugin: string;
  database: string;
  schema: string | null;
}

export interface PortalOnPostgres {
  server: ToolVersion;
  client: string;
  parts: Part[];
  gaps: Gap[];
}

const gap = (path: string, reason: string): Gap => ({
  kind: 'unreadable',
  path,
  reason,
});

/** In each database what we may read; the rest by name. */
async function databases(tools: PostgresTools, { home, prefix, user }: Server) {
  const parts: Part[] = [];
  const gaps: Gap[] = [];
  for (const { name, isOpen } of await listDatabases(tools, home)) {
    if (!name.startsWith(prefix)) continue;
    const plugin = name.slice(prefix.length);
    const denied = isOpen ? await unreadableTables(tools, name) : [];
    if (!isOpen) gaps.push(gap(name, `${user} may not connect to it`));
    else if (denied.length > 0) {
      gaps.push(gap(name, `${user} may not read ${denied.join(', ')}`));
    } else parts.push({ plugin, database: name, schema: null });
  }
  return { parts, gaps };
}

async function schemas(tools: PostgresTools, { home, user }: Server) {
  const denied = await unreadableTables(tools, home);
  const parts: Part[] = [];
  const gaps: Gap[] = [];
  for (const schema of await listSchemas(tools, home)) {
    const here = denied.filter(table => table.startsWith(`${schema}.`));
    if (here.length > 0) {
      gaps.push(gap(schema, `${user} may not read ${here.join(', ')}`));
    } else parts.push({ plugin: schema, database: home, schema });
  }
  return { parts, gaps };
}

/**
 * What of a portal is on its PostgreSQL server. A `pg_dump` that is missing
 * or too old is said before anything else is looked at.
 */
export async function findOnPostgres(
  tools: PostgresTools,
  work: Server,
  plugins: string[] | undefined,
): Promise<PortalOnPostgres> {
  const server = await serverVersion(tools, work.home);
  const { version } = await tools.tool('pg_dump', server);
  const found =
    work.division === 'schema'
      ? await schemas(tools, work)
      : await databases(tools, work);
  const wanted = (plugin: string) => !plugins || plugins.includes(plugin);
  const parts = found.parts.filter(({ plugin }) => wanted(plugin));
  const pluginOf = ({ path }: Gap) =>
    work.division === 'database' ? path.slice(work.prefix.length) : path;
  const gaps = [
    ...found.gaps.filter(each => wanted(pluginOf(each))),
    ...work.elsewhere
      .filter(wanted)
      .map(plugin =>
        gap(
          plugin,
          'its database is on a server of its own: make a plan for it',
        ),
      ),
  ];
  const known = [
    ...parts.map(({ plugin }) => plugin),
    ...found.gaps.map(pluginOf),
    ...work.elsewhere,
  ];
  const missing = plugins?.find(plugin => !known.includes(plugin));
  if (missing || parts.length === 0) {
    throw new UnderstudyError('source-gone', {
      path: `${
        missing
          ? `The database of plugin ${missing}`
          : 'A database of this portal'
      } on ${serverName(work)}`,
    });
  }
  return { server, client: version.text, parts, gaps };
}

/** Dumps what {@link findOnPostgres} found, one after the other. */
export function dumpPortal(
  tools: PostgresTools,
  found: PortalOnPostgres,
  context: SourceContext,
): OpenedSource {
  const rows: Array<[string, number]> = [];
  let dump: Dump | undefined;
  let ended = false;

  async function* artifacts(): AsyncGenerator<SourceArtifact> {
    for (const { plugin, database, schema } of found.parts) {
      dump = await startDump(
        tools,
        {
          tool: 'pg_dump',
          database,
          format: 'custom',
          // In quotes it is a name, and no pattern.
          args: schema ? [`--schema="${schema.replaceAll('"', '""')}"`] : [],
        },
        { ...context, server: found.server },
      );
      yield {
        name: `${plugin}.dump`,
        mediaType: mediaTypeOf('custom'),
        stream: dump.stream,
        expect: { minBytes: 1 },
      };
      dump.expectWhole();
      await dump.stop();
      for (const [table, count] of Object.entries(dump.rows)) {
        rows.push([
          `${plugin}.${table.replace(`${schema ?? 'public'}.`, '')}`,
          count,
        ]);
      }
    }
    ended = true;
  }

  return {
    version: found.server.text,
    tools: { pg_dump: found.client },
    estimatedBytes: null,
    artifacts: artifacts(),
    async finish() {
      if (!ended) throw new Error('finish() before every dump was read');
      return {
        counts: { rows: Object.fromEntries(rows), files: null },
        gaps: found.gaps.slice(0, 1000),
        gapsTotal: found.gaps.length,
        notes: [
          'Each database is as it stood at one instant; they were read one after the other.',
        ],
      };
    },
    async close() {
      await dump?.stop();
      await tools.close();
    },
  };
}
