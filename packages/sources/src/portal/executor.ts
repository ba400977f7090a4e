import {
  OpenedSource,
  SourceArtifact,
  SourceContext,
  SourceExecutor,
} from '@understudy/engine';
import { UnderstudyError } from '@understudy/model';
import { optionsOf } from '../shared/optionsOf';
import { SqliteCopy, copySqlite, sqliteSize } from '../shared/sqliteCopy';
import { sqliteVersion } from '../shared/sqliteExamine';
import { inspectSqlite, restoreSqlite } from '../shared/sqliteTakeBack';
import { findDatabases } from './findDatabases';
import { PortalWork, portalArtifact, portalWorkSchema } from './options';

async function open(
  input: PortalWork,
  context: SourceContext,
): Promise<OpenedSource> {
  const databases = await findDatabases(optionsOf(portalWorkSchema, input));
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

/** Copies every plugin database of a portal, and takes them back as files. */
export const portalExecutor: SourceExecutor<PortalWork> = {
  open,
  inspect: inspectSqlite,
  restore: restoreSqlite,
  async check(input) {
    try {
      const databases = await findDatabases(optionsOf(portalWorkSchema, input));
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
