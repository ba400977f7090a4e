import {
  orphanFollowSchema,
  orphanListSchema,
  simulationRequestSchema,
  simulationSchema,
} from '@understudy/backstage-plugin-s3-backup-common';
import { byName, onePage } from './parameters';
import { route } from './route';

const tag = 'retention';

/** @internal */
export const retentionRoutes = [
  route({
    method: 'post',
    path: '/retention/simulate',
    id: 'simulateRetention',
    tag,
    summary: 'What rules would keep, day by day, and what they would delete',
    body: simulationRequestSchema,
    answer: simulationSchema,
    handle: async ({ retention }, { credentials, body }) => ({
      body: await retention.simulate(body, { credentials }),
    }),
  }),
  route({
    method: 'get',
    path: '/retention/orphans',
    id: 'listOrphans',
    tag,
    summary: 'Backups whose plan or entity is gone',
    answer: orphanListSchema,
    handle: async ({ retention }, { credentials }) => ({
      body: onePage(await retention.orphans({ credentials })),
    }),
  }),
  route({
    method: 'put',
    path: '/retention/orphans/:name',
    id: 'followOrphans',
    tag,
    summary: 'Let the backups of a plan that is gone follow its last rules',
    params: byName,
    body: orphanFollowSchema,
    answer: orphanListSchema,
    audit: {
      event: 'retention-orphans',
      severity: 'high',
      meta: body => ({ follow: (body as { follow: boolean }).follow }),
    },
    handle: async ({ retention }, { credentials, params, body }) => ({
      body: onePage(await retention.follow(params.name, body, { credentials })),
    }),
  }),
];
