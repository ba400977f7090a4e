import {
  OpenedSource,
  SourceArtifact,
  SourceContext,
  SourceExecutor,
} from '@understudy/engine';
import { Gap, UnderstudyError } from '@understudy/model';
import { z } from 'zod';
import { ArtifactNames } from '../shared/artifactNames';
import { optionsOf } from '../shared/optionsOf';
import { Dump, DumpOrder, startDump } from '../shared/pg/dump';
import { inspectDump, mediaTypeOf, restoreDump } from '../shared/pg/storedDump';
import { PostgresTools } from '../shared/pg/PostgresTools';
import {
  dropScratchDatabases,
  openScratchDatabases,
  TableOf,
} from '../shared/pg/scratchDatabases';
import { listDatabases, serverVersion } from '../shared/pg/server';
import { PostgresOptions, postgresOptionsSchema } from './options';
import { openPlace } from './place';

type Options = z.output<typeof postgresOptionsSchema>;

/** Where questions about the server are asked. */
const homeOf = ({ databases }: Options) => databases?.[0] ?? 'postgres';

/** The databases to copy, and those of them that may not be read. */
async function choose(
  tools: PostgresTools,
  options: Options,
): Promise<{ names: string[]; gaps: Gap[] }> {
  if (options.databases)
    return { names: [...new Set(options.databases)], gaps: [] };
  const found = await listDatabases(tools, homeOf(options));
  const gaps = found
    .filter(({ isOpen }) => !isOpen)
    .map(({ name }) => ({
      kind: 'unreadable',
      path: name,
      reason: `${options.user} may not connect to it`,
    }));
  const names = found.filter(({ isOpen }) => isOpen).map(({ name }) => name);
  if (names.length > 0) return { names, gaps };
  throw new UnderstudyError('source-failed', {
    seen: `There is no database that ${options.user} may connect to.`,
  });
}

function argumentsOf(options: Options): string[] {
  const each = (flag: string, values: string[] = []) =>
    values.map(value => `--${flag}=${value}`);
  const included = [
    ...each('schema', options.schemas),
    ...each('table', options.tables),
  ];
  return [
    ...included,
    // A table that is missing is not an empty one.
    ...(included.length > 0 ? ['--strict-names'] : []),
    ...each('exclude-schema', options.excludeSchemas),
    ...each('exclude-table', options.excludeTables),
  ];
}

/** What is dumped, in order: the roles first, as they must be there first. */
function plan(
  options: Options,
  names: string[],
): Array<DumpOrder & { title: string | null }> {
  const { format, globals } = options;
  return [
    ...(globals === 'none'
      ? []
      : [
          {
            tool: 'pg_dumpall' as const,
            database: homeOf(options),
            title: null,
            format: 'plain' as const,
            args: [
              '--globals-only',
              `--database=${homeOf(options).replace(/[\\']/g, '\\$&')}`,
              ...(globals === 'roles' ? ['--no-role-passwords'] : []),
            ],
          },
        ]),
    ...names.map(database => ({
      tool: 'pg_dump' as const,
      database,
      title: database,
      format,
      args: argumentsOf(options),
    })),
  ];
}

async function open(
  input: PostgresOptions,
  context: SourceContext,
): Promise<OpenedSource> {
  const options = optionsOf(postgresOptionsSchema, input);
  const tools = await PostgresTools.create({ connection: options, context });
  try {
    const server = await serverVersion(tools, homeOf(options));
    const { version } = await tools.tool('pg_dump', server);
    const { names, gaps } = await choose(tools, options);
    return dumpAll({
      options,
      tools,
      context: { ...context, server },
      names,
      gaps,
      client: version.text,
    });
  } catch (error) {
    await tools.close();
    throw error;
  }
}

function dumpAll(parts: {
  options: Options;
  tools: PostgresTools;
  context: Parameters<typeof startDump>[2];
  names: string[];
  gaps: Gap[];
  client: string;
}): OpenedSource {
  const { options, tools, context, names, gaps } = parts;
  const rows: Array<[string, number]> = [];
  let dump: Dump | undefined;
  let ended = false;

  async function* artifacts(): AsyncGenerator<SourceArtifact> {
    const unique = ArtifactNames.create();
    for (const order of plan(options, names)) {
      dump = await startDump(tools, order, context);
      const suffix = order.format === 'custom' ? '.dump' : '.sql';
      yield {
        name: unique.next(order.title ?? 'globals', suffix),
        mediaType: mediaTypeOf(order.format),
        stream: dump.stream,
        expect: { minBytes: 1 },
      };
      dump.expectWhole();
      await dump.stop();
      for (const [table, count] of Object.entries(dump.rows)) {
        rows.push([
          names.length > 1 ? `${order.title}.${table}` : table,
          count,
        ]);
      }
    }
    ended = true;
  }

  return {
    version: context.server.text,
    tools: { pg_dump: parts.client },
    estimatedBytes: null,
    artifacts: artifacts(),
    async finish() {
      if (!ended) throw new Error('finish() before every dump was read');
      return {
        counts: { rows: Object.fromEntries(rows), files: null },
        gaps: gaps.slice(0, 1000),
        gapsTotal: gaps.length,
      };
    },
    async close() {
      await dump?.stop();
      await tools.close();
    },
  };
}

/** The keys that `finish` gave: of several databases with their names before. */
function tableIn(dumps: string[]): TableOf {
  const titles = dumps.map(name => name.replace(/\.(?:dump|sql)$/, ''));
  return table => {
    if (dumps.length === 1) return { artifact: dumps[0], names: [table] };
    const at = titles.findIndex(title => table.startsWith(`${title}.`));
    if (at < 0) return undefined;
    return {
      artifact: dumps[at],
      names: [table.slice(titles[at].length + 1)],
    };
  };
}

/** Copies databases of a PostgreSQL server, and takes them back as new ones. */
export const postgresExecutor: SourceExecutor<PostgresOptions> = {
  open,
  inspect: inspectDump,
  restore: restoreDump,
  openPlace,
  openScratch: (order, context) => {
    const dumps = order.artifacts.filter(({ name }) => name !== 'globals.sql');
    const tableOf = tableIn(dumps.map(({ name }) => name));
    return openScratchDatabases(order, context, tableOf);
  },
  dropScratch: dropScratchDatabases,
  async check(input, context) {
    const options = optionsOf(postgresOptionsSchema, input);
    const tools = await PostgresTools.create({ connection: options, context });
    try {
      const server = await serverVersion(tools, homeOf(options));
      const { version } = await tools.tool('pg_dump', server);
      const { names, gaps } = await choose(tools, options);
      const found =
        names.length === 1 ? '1 database' : `${names.length} databases`;
      const left = gaps.length > 0 ? ` ${gaps.length} may not be read.` : '';
      return {
        ok: true,
        seen: `PostgreSQL ${server.text}, pg_dump ${
          version.text
        }; ${found}: ${names.slice(0, 20).join(', ')}.${left}`,
        remedy: null,
      };
    } finally {
      await tools.close();
    }
  },
};
