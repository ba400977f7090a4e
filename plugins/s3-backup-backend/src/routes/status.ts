import {
  entityStatusSchema,
  statusSchema,
} from '@understudy/backstage-plugin-s3-backup-common';
import { entityRefSchema } from '@understudy/model';
import { z } from 'zod';
import { route } from './route';

const segment = z.string().min(1).max(253);

/** @internal */
export const statusRoutes = [
  route({
    method: 'get',
    path: '/status',
    id: 'getStatus',
    tag: 'status',
    summary: 'Headline, counts, and what needs attention',
    answer: statusSchema,
    handle: async ({ status }, { credentials }) => ({
      body: await status.get({ credentials }),
    }),
  }),
  route({
    method: 'get',
    path: '/entities/:kind/:namespace/:name',
    id: 'getEntity',
    tag: 'status',
    summary: 'Plans of a catalog entity, and how they do',
    params: z.object({ kind: segment, namespace: segment, name: segment }),
    answer: entityStatusSchema,
    handle: async ({ status }, { credentials, params }) => ({
      body: await status.entity(
        entityRefSchema.parse(
          `${params.kind}:${params.namespace}/${params.name}`,
        ),
        { credentials },
      ),
    }),
  }),
];
