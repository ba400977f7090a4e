import {
  OpenedSource,
  SourceArtifact,
  SourceContext,
  SourceExecutor,
} from '@understudy/engine';
import { UnderstudyError } from '@understudy/model';
import { z } from 'zod';
import { optionsOf } from '../shared/optionsOf';
import { SqliteCopy, copySqlite, sqliteSize } from '../shared/sqliteCopy';
import { sqliteVersion } from '../shared/sqliteExamine';
import { PostgresTools } from '../shared/pg/PostgresTools';
import { inspectDump, isCustom, restoreDump } from '../shared/pg/storedDump';
import {
  dropScratchDatabases,
  openScratchDatabases,
} from '../shared/pg/scratchDatabases';
import { openSqliteScratch } from '../shared/sqliteScratch';
import { inspectSqlite, restoreSqlite } from '../shared/sqliteTakeBack';
import { findDatabases } from './findDatabases';
import { PortalWork, portalArtifact, portalWorkSchema } from './options';
import { dumpPortal, findOnPostgres, PortalOnPostgres } from './onPostgres';

type Work = z.output<typeof portalWorkSchema>;

/** Asks the server, with its tools put away whatever comes of it. */
async function onPostgres(
  work: Work,
  server: NonNullable<Work['postgres']>,
  context: SourceContext,
): Promise<{ tools: PostgresTools; found: PortalOnPostgres }> {
  const tools = await PostgresTools.create({ connection: server, context });
  try {
    const found = await findOnPostgres(tools, server, work.plugins);
    return { tools, found };
  } catch (error) {
    await tools.close();
    throw error;
  }
}

async function open(
  input: PortalWork,
  context: SourceContext,
): Promise<OpenedSource> {
  const work = optionsOf(portalWorkSchema, input);
  if (work.postgres) {
    const { tools, found } = await onPostgres(work, work.postgres, context);
    return dumpPortal(tools, found, context);
  }
  const databases = await findDatabases(work);
  let estimatedBytes = 0;
  for (const { path } of databases) estimatedBytes += await sqliteSize(path);

  const rows: Array<[string, number]> = [];
  let copy: SqliteCopy | undefined;
  let ended = false;

  async function* artifacts(): AsyncGenerator<SourceArtifact> {
    for (const { plugin, path } of databases) {
      copy = await copySqlite(path, context);
      context.log('info', `copied ${plugin}: ${copy.bytes} bytes, checked`);
      for (const [table, count] of Object.entries(copy.rows)) {
        rows.push([`${plugin}.${table}`, count]);
      }
      yield {
        name: portalArtifact(plugin),
        mediaType: 'application/vnd.sqlite3',
        stream: copy.whole.stream,
        // A plugin may have a database and nothing in it yet.
        expect: { minBytes: 0, bytes: copy.bytes },
      };
      copy.whole.expectRead();
      // One copy at a time, so that the space of the largest is enough.
      await copy.remove();
    }
    ended = true;
  }

  return {
    version: sqliteVersion(),
    tools: {},
    estimatedBytes,
    artifacts: artifacts(),
    async finish() {
      if (!ended) throw new Error('finish() before all copies were read');
      return {
        counts: { rows: Object.fromEntries(rows), files: null },
        gaps: [],
        gapsTotal: 0,
      };
    },
    async close() {
      await copy?.remove();
    },
  };
}

function inWords({ server, client, parts, gaps }: PortalOnPostgres): string {
  const names = parts.map(({ plugin }) => plugin).join(', ');
  const left = gaps.map(({ path, reason }) => ` ${path}: ${reason}.`).join('');
  return `PostgreSQL ${server.text}, pg_dump ${client}; ${parts.length} databases: ${names}.${left}`;
}

/** Copies every plugin database of a portal, and takes them back as files. */
export const portalExecutor: SourceExecutor<PortalWork> = {
  open,
  inspect: (artifact, stream, context) =>
    isCustom(artifact)
      ? inspectDump(artifact, stream, context)
      : inspectSqlite(artifact, stream, context),
  restore: (artifact, stream, directory, context) =>
    isCustom(artifact)
      ? restoreDump(artifact, stream, directory, context)
      : restoreSqlite(artifact, stream, directory, context),
  openScratch: async (order, context) => {
    // Also one without a single database.
    if (!order.artifacts.some(isCustom)) {
      return openSqliteScratch(
        order,
        context,
        (artifact, table) => `${artifact.replace(/\.sqlite$/, '')}.${table}`,
      );
    }
    return openScratchDatabases(order, context, table => {
      const [plugin] = table.split('.', 1);
      const rest = table.slice(plugin.length + 1);
      // As databases or schemas were divided when it was copied.
      const names = [rest, `public.${rest}`, `${plugin}.${rest}`];
      return { artifact: `${plugin}.dump`, names };
    });
  },
  dropScratch: dropScratchDatabases,
  async check(input, context) {
    try {
      const work = optionsOf(portalWorkSchema, input);
      if (work.postgres) {
        const { tools, found } = await onPostgres(work, work.postgres, context);
        await tools.close();
        return { ok: true, seen: inWords(found), remedy: null };
      }
      const databases = await findDatabases(work);
      const names = databases.map(({ plugin }) => plugin).join(', ');
      return {
        ok: true,
        seen: `${databases.length} databases: ${names}.`,
        remedy: null,
      };
    } catch (error) {
      const problem = UnderstudyError.from(error);
      return { ok: false, seen: problem.message, remedy: problem.hint };
    }
  },
};
