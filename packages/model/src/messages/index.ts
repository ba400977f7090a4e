import type { ErrorCode } from '../error';
import { BACKUP_MESSAGES } from './backup';
import { CONNECTION_MESSAGES } from './connection';
import type { Message } from './Messages';
import { PORTAL_MESSAGES } from './portal';
import { RUN_MESSAGES } from './run';
import { SOURCE_MESSAGES } from './source';
import { STORE_MESSAGES } from './store';

/** The words of every code: the compiler misses the one that has none. */
export const MESSAGES: Record<ErrorCode, Message> = {
  ...STORE_MESSAGES,
  ...CONNECTION_MESSAGES,
  ...SOURCE_MESSAGES,
  ...RUN_MESSAGES,
  ...BACKUP_MESSAGES,
  ...PORTAL_MESSAGES,
};
