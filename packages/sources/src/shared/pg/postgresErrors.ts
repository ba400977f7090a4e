import { ToolFailure } from '@understudy/engine';
import { ErrorCode, UnderstudyError } from '@understudy/model';
import { PostgresConnection, serverName } from './connection';

/** The last line that tells what went wrong, and not where. */
function said(stderr: string): string {
  const lines = stderr.split('\n').map(line => line.trim());
  const telling = lines.filter(line => /(?:FATAL|ERROR|error): /.test(line));
  const line = telling.at(-1) ?? lines.at(-1) ?? '';
  return line.replace(/^.*?(?:FATAL|ERROR|error): +/, '').replace(/\.$/, '');
}

/**
 * Refusals of PostgreSQL and of its tools in our words.
 * @param usual - the code where we do not know better
 */
export function postgresError(
  error: unknown,
  connection: PostgresConnection,
  usual: ErrorCode = 'source-failed',
): unknown {
  if (!(error instanceof ToolFailure)) return error;
  const { host, port, user } = connection;
  const { stderr, message } = error;
  const server = serverName(connection);
  const where = { host, port, user, action: 'connect', seen: said(stderr) };
  const as = (code: ErrorCode, details: object, hint?: string) =>
    new UnderstudyError(
      code,
      { ...where, ...details },
      { cause: error, ...(hint ? { hint } : {}) },
    );

  if (
    /password authentication failed|no password supplied|no pg_hba.conf entry|authentication failed|role ".*" does not exist/.test(
      stderr,
    )
  ) {
    return as('db-auth', {});
  }
  const database = /database "(.*)" does not exist/.exec(stderr);
  if (database) {
    return as('source-gone', { path: `Database ${database[1]} on ${server}` });
  }
  if (/no matching (?:schemas|tables) were found/.test(stderr)) {
    return as('source-gone', { path: `${said(stderr)}: it` });
  }
  if (/permission denied/.test(stderr)) {
    return as(
      'source-denied',
      { path: server, reason: said(stderr) },
      `Let ${user} read it (grant pg_read_all_data to ${user}), or exclude it.`,
    );
  }
  if (/Connection refused/.test(stderr)) {
    return as(
      'net-refused',
      {},
      'Is the server running, and does it listen on this address? From a container, localhost is the container.',
    );
  }
  if (/could not translate host name/.test(stderr)) {
    return as(
      'net-not-found',
      { reason: 'Unknown host' },
      'Check its spelling.',
    );
  }
  if (/certificate verify failed|root certificate file/.test(stderr)) {
    return as('tls-untrusted', { reason: said(stderr) });
  }
  return as(usual, { seen: `${error.tool}: ${said(stderr) || message}.` });
}
