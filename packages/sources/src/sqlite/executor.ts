import { basename } from 'node:path';
import {
  OpenedSource,
  SourceArtifact,
  SourceContext,
  SourceExecutor,
} from '@understudy/engine';
import { optionsOf } from '../shared/optionsOf';
import { checkSqlite } from '../shared/sqliteCheck';
import { SqliteCopy, copySqlite, sqliteSize } from '../shared/sqliteCopy';
import { sqliteVersion } from '../shared/sqliteExamine';
import { openSqliteScratch } from '../shared/sqliteScratch';
import { inspectSqlite, restoreSqlite } from '../shared/sqliteTakeBack';
import { SqliteOptions, sqliteOptionsSchema } from './options';

const MEDIA_TYPE = 'application/vnd.sqlite3';

/** The file's own name where it can be a key, else without what cannot. */
function artifactName(path: string): string {
  const name = basename(path)
    .replace(/[^A-Za-z0-9._-]/g, '_')
    .slice(-120);
  return /^\.*$/.test(name) ? 'database.sqlite' : name;
}

async function open(
  input: SqliteOptions,
  context: SourceContext,
): Promise<OpenedSource> {
  const { path } = optionsOf(sqliteOptionsSchema, input);
  const estimatedBytes = await sqliteSize(path);
  let copy: SqliteCopy | undefined;

  async function* artifacts(): AsyncGenerator<SourceArtifact> {
    copy = await copySqlite(path, context);
    context.log('info', `copied ${path}: ${copy.bytes} bytes, checked`);
    yield {
      name: artifactName(path),
      mediaType: MEDIA_TYPE,
      stream: copy.whole.stream,
      // A file of 0 bytes is a database without tables; whether that may be a
      // backup is for the plan to say.
      expect: { minBytes: 0, bytes: copy.bytes },
    };
  }

  return {
    version: sqliteVersion(),
    tools: {},
    estimatedBytes,
    artifacts: artifacts(),
    async finish() {
      if (!copy) throw new Error('finish() before the copy was read');
      copy.whole.expectRead();
      return {
        counts: { rows: copy.rows, files: null },
        gaps: [],
        gapsTotal: 0,
      };
    },
    async close() {
      await copy?.remove();
    },
  };
}

/** Copies, checks and takes back one SQLite database. */
export const sqliteExecutor: SourceExecutor<SqliteOptions> = {
  open,
  inspect: inspectSqlite,
  restore: restoreSqlite,
  openScratch: async (order, context) =>
    openSqliteScratch(order, context, (_, table) => table),
  async check(input) {
    const { path } = optionsOf(sqliteOptionsSchema, input);
    return checkSqlite(path);
  },
};
