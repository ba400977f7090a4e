import { readFile } from 'node:fs/promises';
import { Flags } from './options';
import { UsageError } from './usage';

/** Where a database is to be made, as executors take it. */
export interface IntoDatabase {
  /** Type of the backups that can be restored there. */
  type: string;
  options: Record<string, unknown>;
  place: Record<string, unknown>;
}

/** Schemes of `--into`, and the type of source whose server it names. */
const TYPES: Record<string, { type: string; port: number }> = {
  'postgres:': { type: 'postgres', port: 5432 },
  'postgresql:': { type: 'postgres', port: 5432 },
  'mysql:': { type: 'mysql', port: 3306 },
  'mariadb:': { type: 'mysql', port: 3306 },
};

/**
 * Reads `--into postgres://user@host:5432/new_database?tls=verify-full`. A
 * password in it would be in the list of processes, so none is taken.
 */
export async function intoDatabase(
  into: string,
  flags: Pick<Flags, 'password-file' | 'owners'>,
): Promise<IntoDatabase> {
  const url = URL.canParse(into) ? new URL(into) : undefined;
  const known = url && TYPES[url.protocol];
  if (!known) {
    throw new UsageError(
      `--into is no URL of a database server: postgres://USER@HOST:PORT/NEW-DATABASE, or mysql://…`,
    );
  }
  if (url.password) {
    throw new UsageError(
      '--into holds a password, which everybody on this machine could read: use --password-file',
    );
  }
  if (!url.username) throw new UsageError('--into names no user');
  const file = flags['password-file'];
  const password = file && (await readFile(file, 'utf8')).replace(/\r?\n$/, '');
  const database = decodeURIComponent(url.pathname.slice(1));
  const tls = url.searchParams.get('tls') ?? url.searchParams.get('sslmode');
  return {
    type: known.type,
    options: {
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port ? Number(url.port) : known.port,
      user: decodeURIComponent(url.username),
      ...(password ? { password } : {}),
      ...(tls ? { tls } : {}),
    },
    place: {
      ...(database ? { database } : {}),
      ...(flags.owners === undefined ? {} : { owners: flags.owners }),
    },
  };
}
