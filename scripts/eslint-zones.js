/**
 * Who may import what: the one-way streets of docs/architecture.md, as ESLint
 * configuration. Each package's .eslintrc.js asks for its own:
 *
 *   factory(__dirname, require('<root>/scripts/eslint-zones')(__dirname))
 *
 * The rule is @typescript-eslint's, not the core one of the same name, because
 * Backstage's own configuration uses that one.
 */
const { readdirSync } = require('node:fs');
const { join, relative, resolve, sep } = require('node:path');

const {
  NAMES,
  onlyOurs,
  noBackstage,
  noAwsSdk,
  noFolder,
  noClient,
  noKnex,
  noCoreServices,
  noInputOutput,
} = require('./eslint-restrictions');

const ROOT = resolve(__dirname, '..');
const RULE = '@typescript-eslint/no-restricted-imports';
const TESTS = [
  '**/*.test.*',
  '**/setupTests.*',
  '**/testing/**',
  '**/tests/**',
  '**/testSupport.*',
  '**/__testUtils__/**',
];

/** A zone: files, and what they must not import. Later ones replace earlier. */
const zone = (files, patterns, paths = []) => ({
  files,
  rules: { [RULE]: ['error', { patterns, paths }] },
});

/** Pure files: no clock, no chance, no input or output. */
const pure = (files, patterns, paths = []) => [
  zone(files, [...patterns, noInputOutput], paths),
  {
    files,
    rules: {
      'no-restricted-properties': [
        'error',
        ...[
          ['Date', 'now'],
          ['performance', 'now'],
          ['Math', 'random'],
          ['DateTime', 'now'],
          ['DateTime', 'utc'],
          ['DateTime', 'local'],
        ].map(([object, property]) => ({
          object,
          property,
          message: 'This file is pure: take the instant as an argument.',
        })),
      ],
      'no-restricted-globals': [
        'error',
        'process',
        'performance',
        'crypto',
        'fetch',
      ],
    },
  },
];

/** One zone a folder: a source knows no other source. */
function sourceTypes(patterns) {
  const shared = ['shared', 'testing'];
  const types = readdirSync(join(ROOT, 'packages/sources/src'), {
    withFileTypes: true,
  })
    .filter(entry => entry.isDirectory() && !shared.includes(entry.name))
    .map(entry => entry.name);
  return types.map(type =>
    zone(
      [`src/${type}/**`],
      [
        ...patterns,
        ...types
          .filter(other => other !== type)
          .map(other =>
            noFolder(
              other,
              'A source knows no other source; put what they share into src/shared.',
            ),
          ),
      ],
    ),
  );
}

function engine() {
  const { model, engine: own } = NAMES;
  const base = [
    onlyOurs([model, own], 'engine → model, and nothing else.'),
    noBackstage,
  ];
  const closed = [...base, noAwsSdk];
  return [
    zone(['**'], closed),
    zone(
      ['src/pack/**'],
      [...closed, noFolder('storage', 'pack knows no storage.')],
    ),
    zone(
      ['src/storage/**'],
      [...base, noFolder('manifest', 'storage knows no manifest.')],
      [noClient],
    ),
    zone(['src/destination/**'], base),
    ...pure(['src/storage/partSize.ts'], [...base, noAwsSdk]),
    ...pure(['src/retention/planRetention.ts'], closed),
  ];
}

function backend() {
  const { common, node, engine: e, sources, model, backend: own } = NAMES;
  const base = [
    onlyOurs(
      [common, node, e, sources, model, own],
      'backend → common, node, engine, sources (and the model they speak).',
    ),
    noAwsSdk,
  ];
  return [
    zone(['**'], base, [noKnex, noCoreServices]),
    zone(['src/database/**'], base, [noCoreServices]),
    zone(['src/plugin.ts'], base, [noKnex]),
    ...pure(['src/schedule/nextDue.ts'], base, [noKnex, noCoreServices]),
  ];
}

const plain = (names, why, ...more) => [
  zone(['**'], [onlyOurs(names, why), noAwsSdk, ...more]),
];

const PACKAGES = {
  'packages/model': () =>
    plain([NAMES.model], 'model depends on none of our packages.', noBackstage),
  'packages/engine': engine,
  'packages/sources': () => {
    const { model, engine: e, sources } = NAMES;
    const patterns = [
      onlyOurs([model, e, sources], 'sources → engine, model.'),
      noAwsSdk,
      noBackstage,
    ];
    return [zone(['**'], patterns), ...sourceTypes(patterns)];
  },
  'packages/cli': () =>
    plain(
      [NAMES.model, NAMES.engine, NAMES.sources, NAMES.cli],
      'cli → engine, sources (and the model they speak).',
      noBackstage,
    ),
  'packages/local-s3': () =>
    plain(
      [NAMES.localS3],
      'local-s3 knows nothing of the product.',
      noBackstage,
    ),
  'plugins/s3-backup-common': () =>
    plain([NAMES.model, NAMES.common], 'common → model.'),
  'plugins/s3-backup-node': () =>
    plain(
      [NAMES.common, NAMES.engine, NAMES.node],
      'node → common (and the engine’s contract of a source type).',
    ),
  'plugins/s3-backup-backend': backend,
  'plugins/s3-backup': () =>
    plain([NAMES.common, NAMES.frontend], 'frontend → common.'),
  'packages/app': () =>
    plain([NAMES.frontend], 'The app uses the frontend plugin only.'),
  'packages/backend': () =>
    plain(
      [NAMES.backend, NAMES.common],
      'The backend uses the backend plugin only.',
    ),
};

/** Extra configuration for the ESLint factory of Backstage's CLI. */
module.exports = directory => {
  const name = relative(ROOT, directory).split(sep).join('/');
  const zones = PACKAGES[name];
  if (!zones) throw new Error(`No import zones are set for ${name}`);
  return {
    overrides: [
      ...zones(),
      // Tests use real parts: clients of their own, databases, our endpoint.
      { files: TESTS, rules: { [RULE]: 'off' } },
    ],
  };
};
