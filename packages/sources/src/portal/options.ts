import { artifactNameSchema } from '@understudy/model';
import { SourceType } from '@understudy/engine';
import { z } from 'zod';
import { postgresConnectionShape } from '../shared/pg/connection';

/** A plugin id, which names its database and its artifact. */
const pluginSchema = z.string().regex(/^[a-z][a-z0-9-]{0,62}$/);

/**
 * Options of source type `portal`, as a plan holds them.
 * @public
 */
export const portalOptionsSchema = z.strictObject({
  /** Only the databases of these plugins; absent: all, new ones included. */
  plugins: z.array(pluginSchema).min(1).max(500).optional(),
});

/** @public */
export type PortalOptions = z.infer<typeof portalOptionsSchema>;

/** Names of a database, a schema or a prefix of them. */
const nameSchema = z.string().max(63);

/** Where a portal's databases are on PostgreSQL. */
export const portalPostgresSchema = z.strictObject({
  ...postgresConnectionShape,
  /** Also the folder of a socket. */
  host: z.string().min(1),
  /** A database for each plugin, or a schema of one for each. */
  division: z.enum(['database', 'schema']),
  /** What the names of the plugins' databases begin with. */
  prefix: nameSchema.min(1),
  /** The one database, or where the server is asked for the others. */
  home: nameSchema.min(1),
  /** Plugins whose database is on another server. */
  elsewhere: z.array(pluginSchema).default([]),
});

/**
 * What the executor gets: the plan's options, and where the portal says that
 * its databases are. The backend adds the latter from its own configuration
 * when it writes the work order; no user can.
 * @public
 */
export const portalWorkSchema = portalOptionsSchema.extend({
  /**
   * `backend.database.connection.directory`; `:memory:` where the databases
   * are in memory, null where every plugin has a file of its own.
   */
  directory: z.string().nullable(),
  /** Plugins whose database lies elsewhere (`backend.database.plugin.*`). */
  databases: z
    .array(
      z.strictObject({
        plugin: pluginSchema,
        client: z.literal('better-sqlite3'),
        filename: z.string(),
      }),
    )
    .max(500)
    .default([]),
  /** Instead of files, where the portal's databases are on PostgreSQL. */
  postgres: portalPostgresSchema.optional(),
});

/** @public */
export type PortalWork = z.input<typeof portalWorkSchema>;

/** Names of artifacts are names of files, too. */
export function portalArtifact(plugin: string): string {
  return artifactNameSchema.parse(`${plugin}.sqlite`);
}

/**
 * Every plugin database of this portal.
 * @public
 */
export const portalSource: SourceType<PortalOptions> = {
  type: 'portal',
  title: 'This portal',
  description:
    'The databases of all plugins of this Backstage, one artifact each. They hold credentials and personal data of others, so the backup is encrypted.',
  sensitive: true,
  optionsSchema: portalOptionsSchema,
  // As the portal completes them: where its databases are.
  drill: options => ({
    compares: true,
    ...('postgres' in options ? { server: 'postgres' } : {}),
  }),
  executor: require.resolve('@understudy/sources/executor'),
};
