import { InputError } from '@backstage/errors';
import { z } from 'zod';

/** A page of one folder goes on by the store's token, a search after a key. */
const cursorSchema = z.union([
  z.strictObject({ token: z.string().min(1) }),
  z.strictObject({ after: z.string().min(1).max(1024) }),
]);
type Cursor = z.output<typeof cursorSchema>;

/** @internal */
export function writeExplorerCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** @internal */
export function readExplorerCursor(text: string): Partial<{
  token: string;
  after: string;
}> {
  try {
    return cursorSchema.parse(
      JSON.parse(Buffer.from(text, 'base64url').toString('utf8')),
    );
  } catch {
    throw new InputError('This cursor is none of ours');
  }
}
