import {
  OpenedSource,
  ProvenOutput,
  provenOutput,
  SourceArtifact,
  SourceContext,
  SourceExecutor,
} from '@understudy/engine';
import { UnderstudyError } from '@understudy/model';
import { z } from 'zod';
import { ArtifactNames } from '../shared/artifactNames';
import { optionsOf } from '../shared/optionsOf';
import { writeArtifact } from '../shared/writeArtifact';
import { InsertRows } from './InsertRows';
import { mysqlError } from './mysqlErrors';
import { MysqlTool, MysqlTools } from './MysqlTools';
import { MysqlOptions, mysqlOptionsSchema } from './options';
import { openPlace } from './place';
import { dropScratch, openScratch } from './scratch';
import { listDatabases, restlessTables, serverVersion } from './server';
import { expectTrailer, inspectDump } from './walkDump';

type Options = z.output<typeof mysqlOptionsSchema>;

interface Found {
  options: Options;
  tools: MysqlTools;
  dump: MysqlTool;
  version: string;
  names: string[];
}

async function look(options: Options, tools: MysqlTools): Promise<Found> {
  const server = await serverVersion(tools);
  const dump = await tools.find('dump', server.isMariaDb);
  const names = options.databases ?? (await listDatabases(tools));
  if (names.length === 0) {
    throw new UnderstudyError('source-failed', {
      seen: `There is no database that ${options.user} may read.`,
    });
  }
  return {
    options,
    tools,
    dump,
    version: server.text,
    names: [...new Set(names)],
  };
}

function argumentsFor({ options, dump }: Found, database: string): string[] {
  return [
    '--single-transaction',
    '--quick',
    '--routines',
    '--triggers',
    '--events',
    '--hex-blob',
    '--no-tablespaces',
    '--default-character-set=utf8mb4',
    // Else it could only be taken back to a server without a history.
    ...(dump.isMariaDb
      ? []
      : ['--set-gtid-purged=OFF', '--column-statistics=0']),
    ...(options.excludeTables ?? []).map(table => `--ignore-table=${table}`),
    '--',
    database,
  ];
}

async function open(
  input: MysqlOptions,
  context: SourceContext,
): Promise<OpenedSource> {
  const options = optionsOf(mysqlOptionsSchema, input);
  const tools = await MysqlTools.create({ server: options, context });
  try {
    const found = await look(options, tools);
    const restless = await restlessTables(tools, found.names);
    if (restless.length > 0) {
      context.log(
        'warn',
        `${
          restless.length
        } tables are of engines without transactions and may change while they are read: ${restless
          .slice(0, 10)
          .join(', ')}.`,
      );
    }
    return dumpAll(found);
  } catch (error) {
    await tools.close();
    throw error;
  }
}

function dumpAll(found: Found): OpenedSource {
  const { tools, dump, names } = found;
  const rows: Array<[string, number]> = [];
  let stop = async () => {};
  let ended = false;

  function start(database: string): {
    output: ProvenOutput;
    counter: InsertRows;
  } {
    const counter = InsertRows.create();
    const tool = tools.start(tools.order(dump, argumentsFor(found, database)));
    tool.stdin.end();
    const output = provenOutput(tool, {
      watch: chunk => counter.add(chunk),
      atEnd: () => expectTrailer(counter),
      translate: error => mysqlError(error, tools.server),
    });
    stop = async () => {
      await tool.stop();
      output.stream.destroy();
    };
    return { output, counter };
  }

  async function* artifacts(): AsyncGenerator<SourceArtifact> {
    const unique = ArtifactNames.create();
    for (const database of names) {
      const { output, counter } = start(database);
      yield {
        name: unique.next(database, '.sql'),
        mediaType: 'application/sql',
        stream: output.stream,
        expect: { minBytes: 1 },
      };
      if (!output.isWhole()) {
        throw new Error(`the dump of ${database} was not read to its end`);
      }
      await stop();
      for (const [table, count] of Object.entries(counter.rows)) {
        rows.push([names.length > 1 ? `${database}.${table}` : table, count]);
      }
    }
    ended = true;
  }

  return {
    version: found.version,
    tools: { [dump.name]: dump.version },
    estimatedBytes: null,
    artifacts: artifacts(),
    async finish() {
      if (!ended) throw new Error('finish() before every dump was read');
      return {
        counts: { rows: Object.fromEntries(rows), files: null },
        gaps: [],
        gapsTotal: 0,
      };
    },
    async close() {
      await stop();
      await tools.close();
    },
  };
}

/** Copies databases of a MySQL or MariaDB server, and takes them back as new ones. */
export const mysqlExecutor: SourceExecutor<MysqlOptions> = {
  open,
  inspect: inspectDump,
  async restore(artifact, stream, directory, { signal }) {
    await writeArtifact(artifact, stream, directory, signal);
  },
  openPlace,
  openScratch,
  dropScratch,
  async check(input, context) {
    const options = optionsOf(mysqlOptionsSchema, input);
    const tools = await MysqlTools.create({ server: options, context });
    try {
      const { names, version, dump } = await look(options, tools);
      const there = await listDatabases(tools);
      const missing = names.find(name => !there.includes(name));
      if (missing) {
        throw new UnderstudyError('source-gone', {
          path: `Database ${missing} on ${options.host}:${options.port}`,
        });
      }
      const found =
        names.length === 1 ? '1 database' : `${names.length} databases`;
      return {
        ok: true,
        seen: `Server ${version}, ${dump.name} ${
          dump.version
        }; ${found}: ${names.slice(0, 20).join(', ')}.`,
        remedy: null,
      };
    } finally {
      await tools.close();
    }
  },
};
