import type { ErrorCode } from '../error';

/** Title, what we saw, what to do. `{x}` are details of the error. */
export type Message = [title: string, message: string, hint: string];

/** The words of some codes. */
export type Messages = Partial<Record<ErrorCode, Message>>;
