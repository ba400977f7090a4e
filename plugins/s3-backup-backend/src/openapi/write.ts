import { writeFileSync, readFileSync } from 'node:fs';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { routes } from '../routes';
import { createDocument } from './document';

/*
 * Writes openapi.json, or with --check tells whether it is as it should be.
 * Run by `yarn openapi:write` and `yarn openapi:check`.
 */
const file = resolvePackagePath(
  '@understudy/backstage-plugin-s3-backup-backend',
  'src/openapi/openapi.json',
);
const made = createDocument(routes);
const asText = (value: unknown) => JSON.stringify(value);

if (!process.argv.includes('--check')) {
  writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`);
} else if (asText(JSON.parse(readFileSync(file, 'utf8'))) !== asText(made)) {
  process.stderr.write('openapi.json is out of date: run yarn openapi:write\n');
  process.exitCode = 1;
}
