import { SourceType } from '@understudy/engine';
import { z } from 'zod';
import { postgresConnectionShape } from '../shared/pg/connection';

/** Names of a database; what PostgreSQL itself cuts at 63 bytes. */
const nameSchema = z
  .string()
  .min(1)
  .max(63)
  .refine(name => !name.includes('\0'), 'holds a NUL');

const patterns = (description: string) =>
  z.array(z.string().min(1).max(256)).max(500).optional().meta({ description });

/**
 * Options of source type `postgres`.
 * @public
 */
export const postgresOptionsSchema = z.strictObject({
  ...postgresConnectionShape,
  /** Absent: every one that is there at the time of the run. */
  databases: z.array(nameSchema).min(1).max(500).optional().meta({
    description: 'One a line. Empty: all of the server, new ones included.',
  }),
  schemas: patterns('Only these schemas, one a line; as pg_dump --schema.'),
  excludeSchemas: patterns('All but these schemas.'),
  tables: patterns('Only these tables, e.g. public.orders or public.log_*.'),
  excludeTables: patterns('All but these tables.'),
  format: z.enum(['custom', 'plain']).default('custom').meta({
    description:
      'custom restores single tables and in any order; plain is SQL to read.',
  }),
  globals: z
    .enum(['none', 'roles', 'roles-and-passwords'])
    .default('none')
    .meta({
      title: 'Roles of the server',
      description:
        'Beside the databases, as globals.sql. Passwords need a superuser, and make the backup sensitive.',
    }),
});

/** @public */
export type PostgresOptions = z.input<typeof postgresOptionsSchema>;

/**
 * What may be said of new databases that a backup is restored into.
 * @public
 */
export const postgresPlaceSchema = z.strictObject({
  database: nameSchema.optional().meta({
    title: 'New database',
    description:
      'Empty: the name of the old one with _restored. One name for one database.',
  }),
  owners: z.boolean().default(true).meta({
    title: 'Keep owners and rights',
    description: 'their roles must exist on the server',
  }),
});

/**
 * Databases of a PostgreSQL server.
 * @public
 */
export const postgresSource: SourceType<PostgresOptions> = {
  type: 'postgres',
  title: 'PostgreSQL',
  description:
    'Databases of a server, each as it stands at one instant, by pg_dump.',
  sensitiveWith: options => options.globals === 'roles-and-passwords',
  optionsSchema: postgresOptionsSchema as z.ZodType<PostgresOptions>,
  hosts: options => [options.host],
  drill: ({ format }) => ({
    server: 'postgres',
    compares: true,
    // It names owners, whom a role without rights cannot make.
    ...(format === 'plain' ? { not: 'plain-format' as const } : {}),
  }),
  placeSchema: postgresPlaceSchema,
  executor: require.resolve('@understudy/sources/executor'),
};
