import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { fromRoot, ROOT } from './lib/paths.mjs';

const { ESLint } = createRequire(import.meta.url)('eslint');

const F = '@understudy/backstage-plugin-s3-backup';
const C = `${F}-common`;
const N = `${F}-node`;
const B = `${F}-backend`;

/** A file that imports a value. */
const v = (m, n = 'x') =>
  `import { ${n} } from '${m}';\n\nexport const y = ${n};\n`;
/** A file that imports a type only. */
const t = (m, n = 'X') =>
  `import type { ${n} } from '${m}';\n\nexport type Y = ${n};\n`;
/** Path, content, and whether it has to be refused. */
const cases = [
  ['packages/model/src/zz.ts', v('@understudy/engine'), true],
  ['packages/model/src/zz.ts', v('@backstage/errors'), true],
  ['packages/engine/src/zz.ts', v('@understudy/model'), false],
  ['packages/engine/src/zz.ts', v('@understudy/sources'), true],
  ['packages/engine/src/zz.ts', v('@understudy/local-s3'), true],
  [
    'packages/engine/src/zz.ts',
    v('@aws-sdk/client-s3', 'PutObjectCommand'),
    true,
  ],
  [
    'packages/engine/src/pack/zz.ts',
    v('@aws-sdk/client-s3', 'PutObjectCommand'),
    true,
  ],
  ['packages/engine/src/pack/zz.ts', v('../storage/send'), true],
  ['packages/engine/src/pack/zz.ts', v('../storage'), true],
  ['packages/engine/src/pack/zz.ts', v('../manifest/x'), false],
  ['packages/engine/src/storage/zz.ts', v('../manifest/write'), true],
  ['packages/engine/src/storage/zz.ts', v('../manifest'), true],
  [
    'packages/engine/src/storage/zz.ts',
    v('@aws-sdk/client-s3', 'PutObjectCommand'),
    false,
  ],
  [
    'packages/engine/src/storage/zz.ts',
    v('@aws-sdk/client-s3', 'S3Client'),
    true,
  ],
  [
    'packages/engine/src/storage/zz.ts',
    t('@aws-sdk/client-s3', 'S3Client'),
    false,
  ],
  ['packages/engine/src/storage/zz.ts', v('@understudy/sources'), true],
  [
    'packages/engine/src/destination/zz.ts',
    v('@aws-sdk/client-s3', 'S3Client'),
    false,
  ],
  ['packages/engine/src/destination/zz.ts', v('@backstage/errors'), true],
  [
    'packages/engine/src/storage/zz.test.ts',
    v('@aws-sdk/client-s3', 'S3Client'),
    false,
  ],
  ['packages/engine/src/storage/partSize.ts', v('node:fs'), true],
  [
    'packages/engine/src/storage/partSize.ts',
    'export const y = () => Date.now();\n',
    true,
  ],
  ['packages/sources/src/zz.ts', v('@understudy/engine'), false],
  ['packages/sources/src/zz.ts', v('@understudy/cli'), true],
  ['packages/sources/src/zz.ts', v(C), true],
  ['packages/sources/src/files/zz.ts', v('@backstage/errors'), true],
  ['packages/sources/src/files/zz.ts', v('../sqlite/executor'), true],
  ['packages/sources/src/files/zz.ts', v('../sqlite'), true],
  ['packages/sources/src/files/zz.ts', v('../shared/absolutePath'), false],
  ['packages/sources/src/portal/zz.ts', v('../sqlite/x'), true],
  ['packages/sources/src/sqlite/zz.ts', v('../portal/x'), true],
  ['packages/sources/src/files/zz.ts', v('@aws-sdk/client-s3'), true],
  ['packages/sources/src/zz.ts', v('./sqlite/options'), false],
  ['packages/cli/src/zz.ts', v('@understudy/engine'), false],
  ['packages/cli/src/zz.ts', v(C), true],
  ['packages/cli/src/zz.ts', v('@backstage/errors'), true],
  ['packages/local-s3/src/zz.ts', v('@understudy/engine'), true],
  ['plugins/s3-backup-common/src/zz.ts', v('@understudy/model'), false],
  ['plugins/s3-backup-common/src/zz.ts', v('@understudy/engine'), true],
  ['plugins/s3-backup-common/src/zz.ts', v(N), true],
  ['plugins/s3-backup-node/src/zz.ts', v(C), false],
  ['plugins/s3-backup-node/src/zz.ts', v('@understudy/sources'), true],
  ['plugins/s3-backup-node/src/zz.ts', v(B), true],
  ['plugins/s3-backup/src/zz.ts', v(C), false],
  ['plugins/s3-backup/src/zz.ts', v('@understudy/model'), true],
  ['plugins/s3-backup/src/zz.ts', v(B), true],
  ['plugins/s3-backup/src/zz.ts', v(N), true],
  ['plugins/s3-backup-backend/src/zz.ts', v('@understudy/engine'), false],
  ['plugins/s3-backup-backend/src/zz.ts', v('@understudy/sources'), false],
  ['plugins/s3-backup-backend/src/zz.ts', v(F), true],
  ['plugins/s3-backup-backend/src/zz.ts', v('@understudy/cli'), true],
  ['plugins/s3-backup-backend/src/zz.ts', v('@aws-sdk/client-s3'), true],
  ['plugins/s3-backup-backend/src/service/zz.ts', v('knex'), true],
  ['plugins/s3-backup-backend/src/service/zz.ts', t('knex', 'Knex'), false],
  ['plugins/s3-backup-backend/src/database/zz.ts', v('knex'), false],
  [
    'plugins/s3-backup-backend/src/routes/zz.ts',
    v('@backstage/backend-plugin-api', 'coreServices'),
    true,
  ],
  [
    'plugins/s3-backup-backend/src/database/zz.ts',
    v('@backstage/backend-plugin-api', 'coreServices'),
    true,
  ],
  [
    'plugins/s3-backup-backend/src/plugin.ts',
    v('@backstage/backend-plugin-api', 'coreServices'),
    false,
  ],
  ['plugins/s3-backup-backend/src/plugin.ts', v('knex'), true],
  [
    'plugins/s3-backup-backend/src/routes/zz.ts',
    t('@backstage/backend-plugin-api', 'LoggerService'),
    false,
  ],
  ['plugins/s3-backup-backend/src/schedule/nextDue.ts', v('node:fs'), true],
  [
    'plugins/s3-backup-backend/src/schedule/nextDue.ts',
    'export const y = () => Date.now();\n',
    true,
  ],
  ['plugins/s3-backup-backend/src/schedule/nextDue.ts', v('luxon'), false],
  [
    'plugins/s3-backup-backend/src/schedule/nextDue.ts',
    "import { DateTime } from 'luxon';\n\nexport const y = DateTime.now();\n",
    true,
  ],
  ['packages/app/src/zz.ts', v(C), true],
  ['packages/app/src/zz.ts', v(F), false],
  ['packages/backend/src/zz.ts', v(C), false],
  ['packages/backend/src/zz.ts', v('@understudy/engine'), true],
];
const RULES = /no-restricted-(imports|properties|globals)$/;

test('each import zone refuses what it is for, and nothing else', async () => {
  const eslint = new ESLint({ cwd: ROOT });
  const wrong = [];
  for (const [path, content, refused] of cases) {
    const [{ messages }] = await eslint.lintText(content, {
      filePath: fromRoot(path),
    });
    const hits = messages.filter(m => m.fatal || RULES.test(m.ruleId ?? ''));
    if (hits.length > 0 !== refused) wrong.push({ path, content, messages });
  }
  assert.deepEqual(wrong, []);
});
