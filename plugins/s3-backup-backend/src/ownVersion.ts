import { readFileSync } from 'node:fs';
import { resolvePackagePath } from '@backstage/backend-plugin-api';

/** Of this package, as workers tell it. @internal */
export function ownVersion(): string {
  const path = resolvePackagePath(
    '@understudy/backstage-plugin-s3-backup-backend',
    'package.json',
  );
  return String(JSON.parse(readFileSync(path, 'utf8')).version);
}
