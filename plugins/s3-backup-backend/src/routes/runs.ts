import {
  runListSchema,
  runLogSchema,
  runQuerySchema,
} from '@understudy/backstage-plugin-s3-backup-common';
import { runSchema } from '@understudy/model';
import { z } from 'zod';
import { byRun } from './parameters';
import { route } from './route';

const tag = 'runs';

/** @internal */
export const logQuerySchema = z.strictObject({
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(500),
});

/** @internal */
export const runsRoutes = [
  route({
    method: 'get',
    path: '/runs',
    id: 'listRuns',
    tag,
    summary: 'History, newest first',
    query: runQuerySchema,
    answer: runListSchema,
    handle: async ({ runs }, { credentials, query }) => ({
      body: await runs.list(query, { credentials }),
    }),
  }),
  route({
    method: 'get',
    path: '/runs/:id',
    id: 'getRun',
    tag,
    summary: 'One run',
    params: byRun,
    answer: runSchema,
    handle: async ({ runs }, { credentials, params }) => ({
      body: await runs.get(params.id, { credentials }),
    }),
  }),
  route({
    method: 'get',
    path: '/runs/:id/log',
    id: 'getRunLog',
    tag,
    summary: 'Lines of its log, from an offset',
    params: byRun,
    query: logQuerySchema,
    answer: runLogSchema,
    handle: async ({ runs }, { credentials, params, query }) => ({
      body: await runs.log(params.id, query, { credentials }),
    }),
  }),
  route({
    method: 'post',
    path: '/runs/:id/cancel',
    id: 'cancelRun',
    tag,
    summary:
      'Cancel a run: a queued one at once, a running one when it stopped',
    params: byRun,
    answer: runSchema,
    status: 202,
    idempotent: true,
    audit: { event: 'run-cancel', severity: 'medium' },
    handle: async ({ runs }, { credentials, params }) => ({
      body: await runs.cancel(params.id, { credentials }),
    }),
  }),
  route({
    method: 'post',
    path: '/runs/:id/accept',
    id: 'acceptRun',
    tag,
    summary: 'Publish what was held as suspicious, after checking its bytes',
    params: byRun,
    answer: runSchema,
    status: 202,
    idempotent: true,
    audit: { event: 'run-accept', severity: 'high' },
    handle: async ({ runs }, { credentials, params }) => ({
      body: await runs.accept(params.id, { credentials }),
    }),
  }),
];
