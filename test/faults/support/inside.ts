/**
 * The parts between a slot and a row of history, without the rest of the
 * plugin. They are no part of what the package offers, so they are taken from
 * its folder.
 */
// eslint-disable-next-line @backstage/no-relative-monorepo-imports
export * from '../../../plugins/s3-backup-backend/src/runner/__testUtils__';
