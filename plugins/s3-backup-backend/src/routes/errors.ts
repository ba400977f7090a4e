import {
  ConflictError,
  InputError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { ErrorCode, UnderstudyError } from '@understudy/model';
import type { ErrorRequestHandler } from 'express';
import { ZodError } from 'zod';
import { wordsOf } from '../catalogue/sourceOptions';

const NOT_FOUND: ErrorCode[] = ['plan-gone', 'backup-gone', 'artifact-missing'];

const CONFLICT: ErrorCode[] = [
  'restore-target-exists',
  'last-good-backup',
  'backup-deleting',
  'backup-locked',
  'identity-missing',
  'identity-mismatch',
  'secret-key-missing',
  'foreign-prefix',
  'stale-epoch',
];

const INPUT: ErrorCode[] = [
  'options-invalid',
  'net-not-allowed',
  'net-plain-http',
  'region-not-allowed',
  'append-only',
  'credentials-missing',
  'credentials-malformed',
  's3-swapped-keys',
  'recipients-missing',
  'restore-target-outside',
  'nested-prefix',
  'source-denied',
  'source-gone',
  'destination-gone',
];

function kindOf(code: ErrorCode): new (message?: string) => Error {
  if (NOT_FOUND.includes(code)) return NotFoundError;
  if (CONFLICT.includes(code)) return ConflictError;
  if (INPUT.includes(code)) return InputError;
  return code === 'defect' ? Error : ServiceUnavailableError;
}

/**
 * An error of ours as one of Backstage's, with its code, title, hint and
 * details beside the message. Without its cause: that may say too much.
 * @internal
 */
export function toHttpError(error: unknown): unknown {
  if (error instanceof ZodError) return new InputError(wordsOf(error, 'value'));
  if (!(error instanceof UnderstudyError)) return error;
  const { code, title, hint, details } = error;
  const Kind = kindOf(code);
  return Object.assign(new Kind(error.message), { code, title, hint, details });
}

/** @internal */
export const translateErrors: ErrorRequestHandler = (
  error,
  _request,
  _response,
  next,
) => next(toHttpError(error));
