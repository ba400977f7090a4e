import type {
  RestoreCheck,
  RestoreRequest,
} from '@understudy/backstage-plugin-s3-backup-common';
import { UnderstudyError } from '@understudy/model';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { newTarget } from '../../catalogue/paths';
import type { KnownBackup } from '../../database/backups/BackupStore';
import type { Readability } from './Readability';

type Check = RestoreCheck['checks'][number];

const pass = (id: Check['id'], seen: string): Check => ({
  id,
  result: 'pass',
  seen,
  remedy: null,
});

async function asCheck(
  id: Check['id'],
  look: () => Promise<Check>,
): Promise<Check> {
  try {
    return await look();
  } catch (error) {
    const { message, hint } = UnderstudyError.from(error);
    return { id, result: 'fail', seen: message, remedy: hint };
  }
}

async function space(root: string, bytes: number): Promise<Check> {
  const { bavail, bsize } = await statfs(root);
  const free = bavail * bsize;
  if (free < bytes) {
    throw new UnderstudyError('disk-full', { path: root, need: bytes, free });
  }
  return pass('space', `${bytes} bytes needed, ${free} bytes free`);
}

function folderChecks(
  target: { root: string; path: string },
  roots: string[],
  bytes: number,
): Array<Promise<Check>> {
  return [
    asCheck('target', async () => {
      return pass('target', `${await newTarget({ ...target, roots })} is new`);
    }),
    asCheck('space', async () => {
      if (!roots.includes(target.root)) {
        throw new UnderstudyError('restore-target-outside', {
          path: join(target.root, target.path),
          roots,
        });
      }
      return space(target.root, bytes);
    }),
  ];
}

/**
 * What a restore would find, before anything is written.
 * @internal
 */
export async function checkRestore(options: {
  backup: KnownBackup;
  request: RestoreRequest;
  roots: string[];
  readability: Readability;
  lookAtPlace(
    backup: KnownBackup,
    place: Record<string, unknown>,
    wanted: KnownBackup['manifest']['artifacts'],
  ): Promise<string>;
}): Promise<RestoreCheck> {
  const { backup, request, readability } = options;
  const { target } = request;
  const all = backup.manifest.artifacts;
  const wanted = request.artifacts
    ? all.filter(({ name }) => request.artifacts?.includes(name))
    : all;
  const bytes = wanted.reduce((sum, { plain }) => sum + plain.bytes, 0);
  let path = '';
  const place =
    target.type === 'folder'
      ? folderChecks(target, options.roots, bytes)
      : [
          asCheck('target', async () => {
            const { options: said = {} } = target;
            path = await options.lookAtPlace(backup, said, wanted);
            return pass('target', path);
          }),
        ];
  if (target.type === 'folder') path = join(target.root, target.path);
  const checks = await Promise.all([
    asCheck('backup', async () => {
      if (backup.state === 'deleting') {
        throw new UnderstudyError('backup-deleting', { key: backup.folder });
      }
      if (backup.state === 'good') return pass('backup', 'complete');
      return {
        ...pass('backup', backup.state),
        result: 'warn',
        remedy:
          backup.state === 'damaged'
            ? 'A proof of this backup failed: choose another one if there is any.'
            : `It has ${backup.gapsTotal} gaps: these are not in it.`,
      };
    }),
    asCheck('artifacts', async () => {
      const names = all.map(({ name }) => name);
      const name = request.artifacts?.find(each => !names.includes(each));
      if (name) throw new UnderstudyError('artifact-missing', { name, names });
      return pass('artifacts', `${wanted.length} of ${all.length}`);
    }),
    asCheck('key', async () => {
      await readability.demand(backup);
      return pass(
        'key',
        backup.encrypted ? 'this portal holds its identity' : 'stored in clear',
      );
    }),
    ...place,
  ]);
  return {
    ok: checks.every(({ result }) => result !== 'fail'),
    checks,
    bytes,
    path,
  };
}
