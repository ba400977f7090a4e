import {
  keyConfirmSchema,
  keyInputSchema,
  keyListSchema,
  keyMadeSchema,
  keySchema,
} from '@understudy/backstage-plugin-s3-backup-common';
import { byName, onePage } from './parameters';
import { route } from './route';

const tag = 'keys';

/** @internal */
export const keysRoutes = [
  route({
    method: 'get',
    path: '/keys',
    id: 'listKeys',
    tag,
    summary: 'Keys that backups are encrypted to',
    answer: keyListSchema,
    handle: async ({ keys }, { credentials }) => ({
      body: onePage(await keys.list({ credentials })),
    }),
  }),
  route({
    method: 'post',
    path: '/keys',
    id: 'createKey',
    tag,
    summary:
      'Paste a recipient, or make a key: its identity is in this answer only',
    body: keyInputSchema,
    answer: keyMadeSchema,
    status: 201,
    audit: { event: 'key-create', severity: 'high' },
    handle: async ({ keys }, { credentials, body }) => ({
      body: await keys.create(body, { credentials }),
    }),
  }),
  route({
    method: 'get',
    path: '/keys/:name',
    id: 'getKey',
    tag,
    summary: 'One key',
    params: byName,
    answer: keySchema,
    handle: async ({ keys }, { credentials, params }) => ({
      body: await keys.get(params.name, { credentials }),
    }),
  }),
  route({
    method: 'post',
    path: '/keys/:name/confirm',
    id: 'confirmKey',
    tag,
    summary: 'Show that one holds a made identity, by its last six characters',
    params: byName,
    body: keyConfirmSchema,
    answer: keySchema,
    audit: { event: 'key-confirm', severity: 'high' },
    handle: async ({ keys }, { credentials, params, body }) => ({
      body: await keys.confirm(params.name, body.lastSix, { credentials }),
    }),
  }),
  route({
    method: 'delete',
    path: '/keys/:name',
    id: 'deleteKey',
    tag,
    summary: 'Delete a key that no plan uses',
    params: byName,
    audit: { event: 'key-delete', severity: 'high' },
    handle: async ({ keys }, { credentials, params }) => {
      await keys.delete(params.name, { credentials });
      return {};
    },
  }),
];
