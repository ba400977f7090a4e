import type { Messages } from './Messages';

/** Sources, the tools that read them, and the disk. */
export const SOURCE_MESSAGES = {
  'disk-full': [
    'No space left on {path}',
    'Needed {need} bytes, free {free} bytes.',
    'Free some, or choose another place. What was half written has been removed.',
  ],
  'source-gone': [
    'The source is not there',
    '{path} does not exist.',
    'Mount or rename it back. If it is gone for good, delete the plan: its backups stay.',
  ],
  'source-denied': [
    'The source may not be read',
    '{path}: {reason}.',
    'Let the worker read it, and list its folder under s3Backup.roots.read.',
  ],
  'source-empty': [
    'The source gave nothing',
    '{bytes} bytes of {artifact}; at least {minimum} were expected.',
    'We do not store an empty backup. If it may be empty, set the minimum size of the plan to 0.',
  ],
  'source-failed': [
    'The source could not be read',
    '{seen}',
    'Look at the source with its own tools. Nothing was stored; older backups are untouched.',
  ],
  'source-invalid': [
    'The source is damaged',
    '{seen}',
    'Repair the source or restore an older backup of it. Nothing was stored; older backups are untouched.',
  ],
  'tool-missing': [
    '{tool} is not installed',
    'Not found in {searched}.',
    "Install it in the worker's image: {line}",
  ],
  'pg-missing': [
    '{tool} is not installed',
    'Not found in {searched}.',
    "Install the PostgreSQL client in the worker's image: {line}",
  ],
  'pg-version': [
    'pg_dump is older than the server',
    'Server {server}, pg_dump {client}.',
    "Install PostgreSQL client {serverMajor} in the worker's image: {line} A newer client than the server is fine.",
  ],
  'db-auth': [
    'The database refused the password',
    '{user}@{host}:{port}: {seen}.',
    'Enter the password of this user again, and try it with "Check source". If it is right: may this user connect from this machine?',
  ],
} satisfies Messages;
