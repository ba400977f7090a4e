import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  RestorePlace,
  SourceContext,
  StoredArtifact,
} from '@understudy/engine';
import { UnderstudyError } from '@understudy/model';
import { optionsOf } from '../shared/optionsOf';
import { mysqlError } from './mysqlErrors';
import { MysqlTool, MysqlTools } from './MysqlTools';
import { MysqlOptions, mysqlOptionsSchema, mysqlPlaceSchema } from './options';
import { existing, quoted, serverVersion } from './server';

const CLEAN_UP = 60_000;

/** The new database of each artifact, by the artifact's name. */
function targetsOf(
  artifacts: StoredArtifact[],
  wanted: string | undefined,
): Map<string, string> {
  if (wanted !== undefined && artifacts.length > 1) {
    throw new UnderstudyError('options-invalid', {
      what: `${artifacts.length} databases cannot have one name: choose one of them, or give none.`,
    });
  }
  return new Map(
    artifacts.map(({ name }) => [
      name,
      wanted ?? `${name.replace(/\.sql$/, '').slice(0, 55)}_restored`,
    ]),
  );
}

/**
 * Runs a dump. Commands of the client itself (`\!`, `source`, …) are off, so
 * that a dump can do to the worker's machine nothing at all.
 */
export async function fill(
  tools: MysqlTools,
  client: MysqlTool,
  database: string,
  stream: Readable,
): Promise<void> {
  let broken: Error | undefined;
  stream.once('error', error => {
    broken = error;
  });
  const tool = tools.start(
    tools.order(client, [
      '--batch',
      '--binary-mode',
      '--loose-sandbox',
      '--local-infile=0',
      '--default-character-set=utf8mb4',
      `--database=${database}`,
    ]),
  );
  tool.stdout.resume();
  try {
    await pipeline(stream, tool.stdin).catch(error => {
      // A client that ended early says itself why.
      if (broken) throw error;
    });
    await tool.ended;
  } catch (error) {
    throw broken ?? mysqlError(error, tools.server, 'restore-failed');
  } finally {
    await tool.stop();
  }
}

/**
 * New databases on a server. This server cannot rename one, so they bear their
 * names from the start; where a restore fails they are dropped.
 */
export async function openPlace(
  input: MysqlOptions,
  place: unknown,
  artifacts: StoredArtifact[],
  context: SourceContext,
): Promise<RestorePlace> {
  const server = optionsOf(mysqlOptionsSchema, input);
  const { database } = optionsOf(mysqlPlaceSchema, place);
  const targets = targetsOf(artifacts, database);
  const tools = await MysqlTools.create({ server, context });
  const where = `${server.host}:${server.port}`;
  const made: string[] = [];
  try {
    const { isMariaDb } = await serverVersion(tools);
    const client = await tools.find('client', isMariaDb);
    const [taken] = await existing(tools, [...targets.values()]);
    if (taken) {
      throw new UnderstudyError('restore-target-exists', {
        path: `Database ${taken} on ${where}`,
      });
    }
    return {
      words: `the new database ${[...targets.values()].join(', ')} on ${where}`,
      async restore(artifact, stream) {
        const target = targets.get(artifact.name)!;
        // Fails where it is there since: what is not ours is never dropped.
        await tools.ask(
          `create database ${quoted(target)} character set utf8mb4`,
        );
        made.push(target);
        await fill(tools, client, target, stream);
      },
      async finish() {
        context.signal.throwIfAborted();
      },
      async undo() {
        for (const name of made) {
          try {
            await tools.ask(
              `drop database if exists ${quoted(name)}`,
              AbortSignal.timeout(CLEAN_UP),
            );
          } catch (error) {
            throw new UnderstudyError(
              'restore-failed',
              {
                seen: `The database ${name} could not be removed: ${
                  (error as Error).message
                }`,
              },
              { cause: error, hint: `Drop the database ${name} by hand.` },
            );
          }
        }
      },
      close: () => tools.close(),
    };
  } catch (error) {
    await tools.close();
    throw error;
  }
}
