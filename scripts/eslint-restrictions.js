/**
 * What files can be kept from importing; eslint-zones.js says which files.
 */

const NAMES = {
  model: '@understudy/model',
  engine: '@understudy/engine',
  sources: '@understudy/sources',
  cli: '@understudy/cli',
  localS3: '@understudy/local-s3',
  common: '@understudy/backstage-plugin-s3-backup-common',
  node: '@understudy/backstage-plugin-s3-backup-node',
  backend: '@understudy/backstage-plugin-s3-backup-backend',
  frontend: '@understudy/backstage-plugin-s3-backup',
};

// Groups are written like .gitignore: later lines win, `!` takes out again.

/** Of our own packages, only these. */
const onlyOurs = (names, why) => ({
  group: [
    '@understudy/**',
    ...names.flatMap(name => [`!${name}`, `!${name}/**`]),
  ],
  message: why,
});

const noBackstage = {
  group: ['@backstage/**'],
  message: 'It must work without a portal: nothing of Backstage here.',
};

const noAwsSdk = {
  group: ['@aws-sdk/**', '@smithy/**'],
  message:
    'Only engine/src/storage and engine/src/destination call the AWS SDK.',
};

/** A folder of the same package, imported by a relative path. */
const noFolder = (name, why) => ({
  group: [`**/${name}`, `**/${name}/**`],
  message: why,
});

const noClient = {
  name: '@aws-sdk/client-s3',
  importNames: ['S3Client', 'S3'],
  allowTypeImports: true,
  message: 'Only engine/src/destination makes a client.',
};

const noKnex = {
  name: 'knex',
  allowTypeImports: true,
  message: 'Only src/database uses knex; types may be named elsewhere.',
};

const noCoreServices = {
  name: '@backstage/backend-plugin-api',
  importNames: ['coreServices'],
  message: 'Only src/plugin.ts names core services; hand them on from there.',
};

const noInputOutput = {
  group: [
    'node:*',
    'fs',
    'os',
    'crypto',
    'child_process',
    'http',
    'https',
    'net',
    'knex',
    '@aws-sdk/**',
    '@backstage/**',
  ],
  message: 'This file is pure: no input, no output.',
};

module.exports = {
  NAMES,
  onlyOurs,
  noBackstage,
  noAwsSdk,
  noFolder,
  noClient,
  noKnex,
  noCoreServices,
  noInputOutput,
};
