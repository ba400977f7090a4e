import { UnderstudyError } from '@understudy/model';
import { z } from 'zod';
import { serverName } from './connection';
import { PostgresTools } from './PostgresTools';

const roleSchema = z.object({
  name: z.string(),
  createsDatabases: z.boolean(),
  tooMuch: z.array(z.string()),
});

/**
 * A dump is a program that whoever could write to the bucket may have written:
 * the role that runs it in a drill may neither rule its server nor reach files
 * and programs there.
 * @throws `drill-refused`
 */
export async function refuseMightyRole(
  tools: PostgresTools,
  home: string,
): Promise<void> {
  const { name, createsDatabases, tooMuch } = await tools.ask(
    `select json_build_object('name', rolname, 'createsDatabases', rolcreatedb,
       'tooMuch', to_json(array_remove(array[
         case when rolsuper then 'superuser' end,
         case when rolreplication then 'replication' end,
         case when rolbypassrls then 'bypassrls' end,
         case when rolcreaterole then 'createrole' end] ||
         array(select r.rolname::text from pg_roles r
           where (r.rolsuper or r.rolname in ('pg_read_server_files',
             'pg_write_server_files', 'pg_execute_server_program'))
             and r.rolname <> current_user
             and pg_has_role(current_user, r.oid, 'MEMBER')), null)))
     from pg_roles where rolname = current_user`,
    roleSchema,
    { database: home },
  );
  const where = serverName(tools.connection);
  if (tooMuch.length > 0) {
    throw new UnderstudyError('drill-refused', {
      seen: `The role ${name} on ${where} may too much: ${tooMuch.join(', ')}.`,
    });
  }
  if (!createsDatabases) {
    throw new UnderstudyError('drill-refused', {
      seen: `The role ${name} on ${where} may not create databases.`,
    });
  }
}
