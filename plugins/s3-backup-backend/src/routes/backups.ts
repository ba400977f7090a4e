import {
  backupDeleteSchema,
  backupListSchema,
  backupQuerySchema,
  CopyRequestInput,
  copyRequestSchema,
  downloadRequestSchema,
  downloadTicketSchema,
  lockRequestSchema,
  restoreCheckSchema,
  restoreRequestSchema,
  unlockRequestSchema,
  verifyRequestSchema,
} from '@understudy/backstage-plugin-s3-backup-common';
import {
  backupDetailSchema,
  backupSchema,
  evidenceSchema,
  manifestSchema,
  runSchema,
} from '@understudy/model';
import { byArtifact, byBackup } from './parameters';
import { route } from './route';

const tag = 'backups';

/** @internal */
export const backupsRoutes = [
  route({
    method: 'get',
    path: '/backups',
    id: 'listBackups',
    tag,
    summary: 'What can be got back, newest first',
    query: backupQuerySchema,
    answer: backupListSchema,
    handle: async ({ backups }, { credentials, query }) => ({
      body: await backups.list(query, { credentials }),
    }),
  }),
  route({
    method: 'get',
    path: '/backups/:id',
    id: 'getBackup',
    tag,
    summary: 'One backup, with what is in it and where it is',
    params: byBackup,
    answer: backupDetailSchema,
    handle: async ({ backups }, { credentials, params }) => ({
      body: await backups.get(params.id, { credentials }),
    }),
  }),
  route({
    method: 'get',
    path: '/backups/:id/manifest',
    id: 'getManifest',
    tag,
    summary: 'Its manifest',
    params: byBackup,
    answer: manifestSchema,
    handle: async ({ backups }, { credentials, params }) => ({
      body: await backups.manifest(params.id, { credentials }),
    }),
  }),
  route({
    method: 'get',
    path: '/backups/:id/evidence',
    id: 'getEvidence',
    tag,
    summary: 'What was proven of it, each proof signed',
    params: byBackup,
    answer: evidenceSchema,
    handle: async ({ backups }, { credentials, params }) => ({
      body: await backups.evidence(params.id, { credentials }),
    }),
  }),
  route({
    method: 'delete',
    path: '/backups/:id',
    id: 'deleteBackup',
    tag,
    summary: "Delete a backup; its plan's name must be typed",
    params: byBackup,
    body: backupDeleteSchema,
    answer: runSchema,
    status: 202,
    audit: { event: 'backup-delete', severity: 'high' },
    handle: async ({ backups }, { credentials, params, body }) => ({
      body: await backups.delete(params.id, body.confirm, { credentials }),
    }),
  }),
  route({
    method: 'put',
    path: '/backups/:id/lock',
    id: 'lockBackup',
    tag,
    summary: 'Keep a backup from being deleted, by anybody',
    params: byBackup,
    body: lockRequestSchema,
    answer: backupSchema,
    audit: { event: 'backup-lock', severity: 'medium' },
    handle: async ({ backups }, { credentials, params, body }) => ({
      body: await backups.lock(params.id, body, { credentials }),
    }),
  }),
  route({
    method: 'delete',
    path: '/backups/:id/lock',
    id: 'unlockBackup',
    tag,
    summary: "Take a lock off; of one without end the plan's name is typed",
    params: byBackup,
    body: unlockRequestSchema,
    answer: backupSchema,
    audit: { event: 'backup-unlock', severity: 'high' },
    handle: async ({ backups }, { credentials, params, body }) => ({
      body: await backups.unlock(params.id, body.confirm, { credentials }),
    }),
  }),
  route({
    method: 'post',
    path: '/backups/:id/verify',
    id: 'verifyBackup',
    tag,
    summary: 'Prove a backup, up to a rung',
    params: byBackup,
    body: verifyRequestSchema,
    answer: runSchema,
    status: 202,
    idempotent: true,
    handle: async ({ backups }, { credentials, params, body }) => ({
      body: await backups.verify(params.id, body.to, { credentials }),
    }),
  }),
  route({
    method: 'post',
    path: '/backups/:id/copy',
    id: 'copyBackup',
    tag,
    summary:
      'Copy a backup, or all of its plan, to another destination or plan; or move it',
    params: byBackup,
    body: copyRequestSchema,
    answer: runSchema,
    status: 202,
    idempotent: true,
    audit: {
      event: 'backup-copy',
      severity: 'high',
      meta: body => {
        const { destination, plan, all, move } = body as CopyRequestInput;
        return {
          destination,
          ...(plan ? { plan } : {}),
          all: all === true,
          move: move !== undefined,
        };
      },
    },
    handle: async ({ backups }, { credentials, params, body }) => ({
      body: await backups.copy(params.id, body, { credentials }),
    }),
  }),
  route({
    method: 'post',
    path: '/backups/:id/restore',
    id: 'restoreBackup',
    tag,
    summary: 'Restore into a new place; a dry run only looks',
    params: byBackup,
    body: restoreRequestSchema,
    answer: runSchema,
    status: 202,
    or: { status: 200, answer: restoreCheckSchema },
    idempotent: true,
    audit: { event: 'backup-restore', severity: 'high' },
    handle: async ({ backups }, { credentials, params, body }) => ({
      body: await backups.restore(params.id, body, { credentials }),
      ...(body.dryRun ? { status: 200 } : {}),
    }),
  }),
  route({
    method: 'post',
    path: '/backups/:id/artifacts/:name/download',
    id: 'downloadArtifact',
    tag,
    summary: 'A link for one download, good for a minute',
    params: byArtifact,
    body: downloadRequestSchema,
    answer: downloadTicketSchema,
    audit: { event: 'backup-download', severity: 'high' },
    handle: async (
      { downloads, downloadUrl },
      { credentials, params, body },
    ) => ({
      body: {
        url: await downloadUrl(
          await downloads.ticket(params.id, params.name, body.form, {
            credentials,
          }),
        ),
      },
    }),
  }),
];
