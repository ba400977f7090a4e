import { SourceType } from '@understudy/engine';
import { z } from 'zod';
import { absolutePathSchema } from '../shared/absolutePath';

/**
 * Options of source type `sqlite`.
 * @public
 */
export const sqliteOptionsSchema = z.strictObject({
  /** The database file. */
  path: z
    .string()
    .refine(
      path => path !== ':memory:',
      'a database in memory cannot be copied by another process: let its program keep it in a file',
    )
    .pipe(absolutePathSchema),
});

/** @public */
export type SqliteOptions = z.infer<typeof sqliteOptionsSchema>;

/**
 * One SQLite database, copied while it is in use.
 * @public
 */
export const sqliteSource: SourceType<SqliteOptions> = {
  type: 'sqlite',
  title: 'SQLite database',
  description:
    'One database file, copied as it stands at one instant while others write to it, and checked.',
  optionsSchema: sqliteOptionsSchema,
  readPaths: options => [options.path],
  drill: () => ({ compares: true }),
  executor: require.resolve('@understudy/sources/executor'),
};
