import {
  schedulePreviewRequestSchema,
  schedulePreviewSchema,
  sourceCheckRequestSchema,
  sourceCheckSchema,
  sourceTypeSchema,
} from '@understudy/backstage-plugin-s3-backup-common';
import { z } from 'zod';
import { onePage } from './parameters';
import { route } from './route';

const tag = 'plans';

/** @internal */
export const sourceListSchema = z.object({
  items: z.array(sourceTypeSchema),
  nextCursor: z.string().nullable(),
});

/** @internal */
export const sourcesRoutes = [
  route({
    method: 'get',
    path: '/sources',
    id: 'listSources',
    tag,
    summary: 'Source types and their options',
    answer: sourceListSchema,
    handle: async ({ sources }, { credentials }) => ({
      body: onePage(await sources.list({ credentials })),
    }),
  }),
  route({
    method: 'post',
    path: '/sources/:type/check',
    id: 'checkSource',
    tag,
    summary: 'Look whether a source could be read now',
    params: z.object({ type: z.string().max(41) }),
    body: sourceCheckRequestSchema,
    answer: sourceCheckSchema,
    handle: async ({ sources }, { credentials, params, body }) => ({
      body: await sources.check(params.type, body.options, { credentials }),
    }),
  }),
  route({
    method: 'post',
    path: '/schedule/preview',
    id: 'previewSchedule',
    tag,
    summary: 'The next slots of a schedule',
    body: schedulePreviewRequestSchema,
    answer: schedulePreviewSchema,
    handle: async ({ sources }, { credentials, body }) => ({
      body: await sources.preview(body, { credentials }),
    }),
  }),
];
