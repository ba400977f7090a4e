import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

/** A JSON scalar is a YAML scalar, quotes and escapes included. */
const q = value => JSON.stringify(value);

/**
 * Wall-clock minute (`HH:MM`) of the first slots: 30–90 s from now, soon enough
 * to be watched by whoever has just opened the portal.
 */
export function firstSlot(now, timeZone) {
  const minute = 60_000;
  const at = Math.ceil((now + 30_000) / minute) * minute;
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(at));
}

/** The machine's zone, by its IANA name. */
export function machineZone() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}

/**
 * The demo's own part of the configuration: what is secret and what lies in
 * the data directory. Written once; the developer may edit it from then on, so
 * ports are not written into it but taken from the environment.
 */
export function demoConfig({ folder, recipient, timeZone }) {
  const path = (...parts) => q(join(folder, ...parts));
  return `# Made by \`npm start\` for this machine's demo; \`npm start -- --reset\` makes it anew.
# These are development keys: use none of them anywhere else.
backend:
  database:
    client: better-sqlite3
    connection:
      directory: ${path('database')}

s3Backup:
  admins: [group:default/platform-admins]
  timeZone: ${q(timeZone)}
  secretKeys: [${q(randomBytes(32).toString('base64'))}]
  tempDirectory: ${path('tmp')}
  roots:
    read: [${path('demo')}]
    write: [${path('restore')}]
  keys:
    - name: demo
      recipient: ${q(recipient)}
      identityFile: ${path('identity.txt')}
`;
}
