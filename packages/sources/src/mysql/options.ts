import { SourceType } from '@understudy/engine';
import { z } from 'zod';
import { portSchema, serverShape } from '../shared/serverShape';

const nameSchema = z
  .string()
  .min(1)
  .max(64)
  .refine(name => !name.includes('\0'), 'holds a NUL');

const lineSchema = z
  .string()
  .min(1)
  .max(128)
  .refine(text => !/[\0\r\n]/.test(text), 'is more than one line');

const tablesSchema = (description: string) =>
  z
    .array(
      z.string().regex(/^[^.\0]{1,64}\.[^.\0]{1,64}$/, 'is not database.table'),
    )
    .max(500)
    .optional()
    .meta({ description });

/**
 * Options of source type `mysql`.
 * @public
 */
export const mysqlOptionsSchema = z.strictObject({
  host: serverShape.host,
  port: portSchema(3306),
  user: lineSchema.meta({
    description:
      'It needs SELECT, SHOW VIEW, TRIGGER and EVENT on what is copied.',
  }),
  password: serverShape.password,
  tls: serverShape.tls,
  ca: serverShape.ca,
  databases: z.array(nameSchema).min(1).max(500).optional().meta({
    description:
      'One a line. Empty: all of the server that the user sees, new ones included.',
  }),
  excludeTables: tablesSchema('All but these tables, as database.table.'),
});

/** @public */
export type MysqlOptions = z.input<typeof mysqlOptionsSchema>;

/**
 * What may be said of new databases that a backup is restored into.
 * @public
 */
export const mysqlPlaceSchema = z.strictObject({
  database: nameSchema.optional().meta({
    title: 'New database',
    description:
      'Empty: the name of the old one with _restored. One name for one database.',
  }),
});

/**
 * Databases of a MySQL or MariaDB server.
 * @public
 */
export const mysqlSource: SourceType<MysqlOptions> = {
  type: 'mysql',
  title: 'MySQL or MariaDB',
  description:
    'Databases of a server in one transaction each, with routines, triggers and events.',
  optionsSchema: mysqlOptionsSchema as z.ZodType<MysqlOptions>,
  hosts: options => [options.host],
  drill: () => ({ server: 'mysql', compares: true }),
  placeSchema: mysqlPlaceSchema,
  executor: require.resolve('@understudy/sources/executor'),
};
