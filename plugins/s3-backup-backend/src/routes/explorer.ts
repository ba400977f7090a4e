import {
  adoptRequestSchema,
  deadUploadsSchema,
  growthSchema,
  objectDetailSchema,
  objectListSchema,
  objectQuerySchema,
  objectsDeletedSchema,
  objectsDeleteSchema,
  oneObjectQuerySchema,
  rebuildRequestSchema,
} from '@understudy/backstage-plugin-s3-backup-common';
import { runSchema } from '@understudy/model';
import { byName } from './parameters';
import { route } from './route';

const tag = 'destinations';

/** What of a deletion the audit keeps: which keys. */
const keysOf = (body: unknown) => {
  const parsed = objectsDeleteSchema.safeParse(body);
  return { keys: parsed.success ? parsed.data.keys : [] };
};

/** @internal */
export const explorerRoutes = [
  route({
    method: 'get',
    path: '/destinations/:name/objects',
    id: 'listObjects',
    tag,
    summary: 'What stands below a folder, a page at a time from the store',
    params: byName,
    query: objectQuerySchema,
    answer: objectListSchema,
    handle: async ({ explorer }, { credentials, params, query }) => ({
      body: await explorer.objects(params.name, query, { credentials }),
    }),
  }),
  route({
    method: 'delete',
    path: '/destinations/:name/objects',
    id: 'deleteObjects',
    tag,
    summary:
      "Delete what is not ours or left over; the destination's name must be typed",
    params: byName,
    body: objectsDeleteSchema,
    answer: objectsDeletedSchema,
    audit: { event: 'objects-delete', severity: 'high', meta: keysOf },
    handle: async ({ explorer }, { credentials, params, body }) => ({
      body: await explorer.deleteObjects(params.name, body, { credentials }),
    }),
  }),
  route({
    method: 'get',
    path: '/destinations/:name/object',
    id: 'getObject',
    tag,
    summary: 'All that the store tells of one object',
    params: byName,
    query: oneObjectQuerySchema,
    answer: objectDetailSchema,
    handle: async ({ explorer }, { credentials, params, query }) => ({
      body: await explorer.object(params.name, query.key, { credentials }),
    }),
  }),
  route({
    method: 'get',
    path: '/destinations/:name/uploads',
    id: 'listUploads',
    tag,
    summary: 'Uploads that were begun and not ended',
    params: byName,
    answer: deadUploadsSchema,
    handle: async ({ explorer }, { credentials, params }) => ({
      body: await explorer.uploads(params.name, { credentials }),
    }),
  }),
  route({
    method: 'get',
    path: '/destinations/:name/growth',
    id: 'getGrowth',
    tag,
    summary: 'Totals and growth by plan, from what the portal knows',
    params: byName,
    answer: growthSchema,
    handle: async ({ explorer }, { credentials, params }) => ({
      body: await explorer.growth(params.name, { credentials }),
    }),
  }),
  route({
    method: 'post',
    path: '/destinations/:name/rebuild',
    id: 'rebuildDestination',
    tag,
    summary: 'Fill the list of backups from the bucket, or count alone',
    params: byName,
    body: rebuildRequestSchema,
    answer: runSchema,
    status: 202,
    idempotent: true,
    audit: { event: 'destination-rebuild', severity: 'medium' },
    handle: async ({ explorer }, { credentials, params, body }) => ({
      body: await explorer.rebuild(params.name, body, { credentials }),
    }),
  }),
  route({
    method: 'post',
    path: '/destinations/:name/adopt',
    id: 'adoptDestination',
    tag,
    summary: 'Take over a prefix that another portal holds; its name is typed',
    params: byName,
    body: adoptRequestSchema,
    answer: runSchema,
    status: 202,
    audit: { event: 'destination-adopt', severity: 'critical' },
    handle: async ({ explorer }, { credentials, params, body }) => ({
      body: await explorer.adopt(params.name, body.confirm, { credentials }),
    }),
  }),
];
