import { provenOutput, SourceContext } from '@understudy/engine';
import { PostgresTools, ToolVersion } from './PostgresTools';
import { postgresError } from './postgresErrors';
import { DumpWalk, walkCustom, walkPlain } from './walkDump';
import { Readable } from 'node:stream';

export const CUSTOM_TYPE = 'application/vnd.postgresql.dump';
export const SQL_TYPE = 'application/sql';

/** What is dumped, and how. */
export interface DumpOrder {
  tool: 'pg_dump' | 'pg_dumpall';
  database: string;
  format: 'custom' | 'plain';
  /** Further arguments. */
  args: string[];
}

/** A dump that is being made. */
export interface Dump {
  stream: Readable;
  /** Version of the tool. */
  version: string;
  /** Of what came out so far. */
  rows: Record<string, number>;
  /** Throws where the dump was not read to its end, or did not end well. */
  expectWhole(): void;
  /** Ends whatever still runs; never throws. */
  stop(): Promise<void>;
}

/**
 * Dumps one database, at one instant of it. The stream ends only where the
 * tool ended with code 0 and the walk over every byte found the dump whole.
 */
export async function startDump(
  tools: PostgresTools,
  order: DumpOrder,
  context: SourceContext & { server: ToolVersion },
): Promise<Dump> {
  const { path, version } = await tools.tool(order.tool, context.server);
  const format =
    order.tool === 'pg_dump'
      ? [
          `--format=${order.format}`,
          // Whoever holds a lock must not hold the backup for ever.
          '--lock-wait-timeout=60000',
          // What compresses is ours, and once is enough.
          ...(order.format === 'custom' ? ['--compress=0'] : []),
        ]
      : [];
  const walk: DumpWalk =
    order.format === 'custom'
      ? walkCustom((await tools.tool('pg_restore', version)).path, context)
      : walkPlain();
  const tool = tools.start(
    tools.order(path, ['--no-password', ...format, ...order.args], order),
  );
  tool.stdin.end();
  const output = provenOutput(tool, {
    watch: chunk => walk.add(chunk),
    atEnd: () => walk.end(),
    translate: error => postgresError(error, tools.connection),
  });
  return {
    stream: output.stream,
    version: version.text,
    rows: walk.rows,
    expectWhole() {
      if (!output.isWhole()) {
        throw new Error(
          `the dump of ${order.database} was not read to its end`,
        );
      }
    },
    async stop() {
      await tool.stop();
      await walk.stop();
      output.stream.destroy();
    },
  };
}
