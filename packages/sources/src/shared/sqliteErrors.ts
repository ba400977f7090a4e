import { UnderstudyError } from '@understudy/model';

/** What node:sqlite throws; the low byte of `errcode` is SQLite's own code. */
interface SqliteFailure {
  errcode?: number;
  message?: string;
}

const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;

/**
 * SQLite's refusals in our words.
 */
export function sqliteError(error: unknown, path: string): UnderstudyError {
  if (error instanceof UnderstudyError) return error;
  const { errcode, message } = (error ?? {}) as SqliteFailure;
  const failed = (seen: string, hint?: string) =>
    new UnderstudyError(
      'source-failed',
      { seen, path },
      { cause: error, hint },
    );

  switch (errcode === undefined ? -1 : errcode % 256) {
    case NOTADB:
      return new UnderstudyError(
        'source-invalid',
        {
          seen: `${path} is not an SQLite database, or it is encrypted.`,
          path,
        },
        { cause: error },
      );
    case CORRUPT:
      return new UnderstudyError(
        'source-invalid',
        { seen: `${path} is damaged: ${message}.`, path },
        { cause: error },
      );
    // A copy that found no chance to begin ends with code 0 in node:sqlite.
    case 0:
    case BUSY:
    case LOCKED:
      return failed(
        `${path} is locked: another program holds it and did not let go while we waited.`,
        'Look for a long transaction in the program that writes it. In WAL mode (PRAGMA journal_mode=WAL) writers and backups do not wait for each other. Nothing was stored; older backups are untouched.',
      );
    case READONLY:
      return failed(
        `${path} was left in the middle of a transaction, and we open it for reading only.`,
        'Start the program that owns it once, so that it rolls its journal back. Nothing was stored; older backups are untouched.',
      );
    case FULL:
      return new UnderstudyError(
        'disk-full',
        { path: 'the temporary directory' },
        { cause: error },
      );
    case CANTOPEN:
      return new UnderstudyError(
        'source-denied',
        { path, reason: message },
        {
          cause: error,
          hint: 'Let the worker read the file, and in WAL mode write to its folder, too: SQLite keeps its index of the log there.',
        },
      );
    default:
      return failed(
        `${path}: ${error instanceof Error ? error.message : String(error)}.`,
      );
  }
}
