import { ConflictError, InputError } from '@backstage/errors';
import { UnderstudyError } from '@understudy/model';

/** An answer that may be PUT again, with the version it was read at. @internal */
export interface Versioned<T> {
  value: T;
  version: string;
}

/** @internal */
export function stale(what: string): Error {
  return new ConflictError(
    `Somebody changed ${what} meanwhile. Read again, and repeat your change.`,
  );
}

/** A secret was meant for the place it was entered for, and goes nowhere else. */
export function secretNeeded(): UnderstudyError {
  return new UnderstudyError(
    'credentials-missing',
    {},
    {
      message:
        'Endpoint, bucket or prefix changed, and the stored secret was entered for the place before.',
      hint: 'Enter the secret access key again.',
    },
  );
}

/** What configuration owns is changed there. @internal */
export function ownedByConfig(what: string, path: string): Error {
  return new InputError(
    `${what} stands in app-config under ${path}. Change it there.`,
  );
}
