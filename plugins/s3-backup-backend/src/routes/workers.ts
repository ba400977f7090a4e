import { workerListSchema } from '@understudy/backstage-plugin-s3-backup-common';
import { route } from './route';

/** @internal */
export const workerRoutes = [
  route({
    method: 'get',
    path: '/workers',
    id: 'listWorkers',
    tag: 'workers',
    summary: 'Processes that do runs, and what each does',
    answer: workerListSchema,
    handle: async ({ workers }, { credentials }) => ({
      body: await workers.list({ credentials }),
    }),
  }),
];
