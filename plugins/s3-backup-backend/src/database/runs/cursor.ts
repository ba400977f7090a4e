import { InputError } from '@backstage/errors';

/**
 * Place in a list sorted by (time, id), newest first. Opaque to callers.
 * @internal
 */
export interface Cursor {
  at: number;
  id: string;
}

/** @internal */
export function writeCursor(cursor: Cursor): string {
  return Buffer.from(`${cursor.at}_${cursor.id}`).toString('base64url');
}

/** @internal */
export function readCursor(text: string): Cursor {
  const match = /^(\d{1,16})_([0-9a-f-]{1,36})$/.exec(
    Buffer.from(text, 'base64url').toString('latin1'),
  );
  if (!match) throw new InputError('This cursor is not one of ours');
  return { at: Number(match[1]), id: match[2] };
}
