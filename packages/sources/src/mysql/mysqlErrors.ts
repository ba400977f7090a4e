import { ToolFailure } from '@understudy/engine';
import { ErrorCode, UnderstudyError } from '@understudy/model';
import { MysqlServer } from './MysqlTools';

/** The last line that tells what went wrong. */
function said(stderr: string): string {
  const lines = stderr.split('\n').map(line => line.trim());
  const line = lines.filter(each => /error/i.test(each)).at(-1) ?? lines.at(-1);
  return (line ?? '')
    .replace(/^[a-z-]+: (?:Got error: |Error: )?/, '')
    .replace(/\.$/, '');
}

/**
 * Refusals of the server and of its tools in our words.
 * @param usual - the code where we do not know better
 */
export function mysqlError(
  error: unknown,
  server: MysqlServer,
  usual: ErrorCode = 'source-failed',
): unknown {
  if (!(error instanceof ToolFailure)) return error;
  const { host, port, user } = server;
  const { stderr, message, tool } = error;
  const where = { host, port, user, action: 'connect', seen: said(stderr) };
  const as = (code: ErrorCode, details: object = {}, hint?: string) =>
    new UnderstudyError(
      code,
      { ...where, ...details },
      { cause: error, ...(hint ? { hint } : {}) },
    );
  const number = Number(
    /(?:error:?) (\d{4})|\((\d{4})\)/i.exec(stderr)?.slice(1).find(Boolean),
  );
  switch (number) {
    case 1045:
    case 1130:
    case 1698:
      return as('db-auth');
    case 1049:
      return as('source-gone', {
        path: `Database ${
          /Unknown database '(.*?)'/.exec(stderr)?.[1]
        } on ${host}:${port}`,
      });
    case 1044:
    case 1142:
    case 1227:
      return as(
        'source-denied',
        { path: `${host}:${port}`, reason: said(stderr) },
        `Grant SELECT, SHOW VIEW, TRIGGER and EVENT to ${user}, or exclude it.`,
      );
    case 2002:
    case 2003:
      return as(
        'net-refused',
        {},
        'Is the server running, and does it listen on this address? From a container, localhost is the container.',
      );
    case 2005:
      return as(
        'net-not-found',
        { reason: 'Unknown host' },
        'Check its spelling.',
      );
    default:
      return as(usual, { seen: `${tool}: ${said(stderr) || message}.` });
  }
}
