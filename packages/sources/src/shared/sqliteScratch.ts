import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  ScratchOrder,
  ScratchPlace,
  SourceContext,
} from '@understudy/engine';
import { UnderstudyError } from '@understudy/model';
import { askSqlite } from './sqliteAsk';
import { examineSqlite } from './sqliteExamine';
import { restoreSqlite } from './sqliteTakeBack';

/**
 * Temporary database files for drills.
 * @param keyOf - how the manifest names a table of an artifact
 */
export function openSqliteScratch(
  { directory }: Pick<ScratchOrder, 'directory'>,
  context: SourceContext,
  keyOf: (artifact: string, table: string) => string,
): ScratchPlace {
  const made = new Map<string, string>();
  const { signal } = context;
  return {
    words: 'temporary database files of the worker',
    async restore(artifact, stream) {
      await restoreSqlite(artifact, stream, directory, context);
      made.set(artifact.name, join(directory, artifact.name));
    },
    async countRows(tables) {
      const found: Record<string, number | null> = Object.fromEntries(
        tables.map(table => [table, null]),
      );
      for (const [artifact, path] of made) {
        const { rows } = await examineSqlite(path, signal);
        for (const [table, count] of Object.entries(rows)) {
          const key = keyOf(artifact, table);
          if (key in found) found[key] = count;
        }
      }
      return found;
    },
    async ask({ artifact, ...question }) {
      const [only, ...others] = made.values();
      const path = artifact ? made.get(artifact) : only;
      if (path && (artifact || others.length === 0)) {
        return askSqlite(path, question, signal);
      }
      throw new UnderstudyError('options-invalid', {
        what: `A question must name its artifact: ${[...made.keys()].join(
          ', ',
        )}`,
      });
    },
    discard: () => rm(directory, { recursive: true, force: true }),
    async close() {},
  };
}
