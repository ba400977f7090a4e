import {
  checkUpLineSchema,
  checkUpListSchema,
  checkUpSchema,
  destinationListSchema,
  destinationSchema,
} from '@understudy/backstage-plugin-s3-backup-common';
import { InputError } from '@backstage/errors';
import { destinationInputSchema } from '@understudy/model';
import { byName, onePage } from './parameters';
import { route } from './route';

const tag = 'destinations';

/** @internal */
export const destinationsRoutes = [
  route({
    method: 'get',
    path: '/destinations',
    id: 'listDestinations',
    tag,
    summary:
      'Places in S3; only their names and health for those who may only use them',
    answer: destinationListSchema,
    handle: async ({ destinations }, { credentials }) => {
      const { items, names } = await destinations.list({ credentials });
      return { body: { ...onePage(items), names } };
    },
  }),
  route({
    method: 'post',
    path: '/destinations',
    id: 'createDestination',
    tag,
    summary: 'Add a destination',
    body: destinationInputSchema,
    answer: destinationSchema,
    status: 201,
    etag: true,
    audit: { event: 'destination-create', severity: 'medium' },
    handle: async ({ destinations }, { credentials, body }) => {
      const { value, version } = await destinations.create(body, {
        credentials,
      });
      return { body: value, version };
    },
  }),
  route({
    method: 'post',
    path: '/destinations/test',
    id: 'testDestinationDraft',
    tag,
    summary: 'Check a destination as it stands in a form',
    body: destinationInputSchema,
    answer: checkUpSchema,
    lines: checkUpLineSchema,
    handle: async ({ destinations }, { credentials, body, watch }) => ({
      body: await destinations.testDraft(body, { credentials, watch }),
    }),
  }),
  route({
    method: 'get',
    path: '/destinations/:name',
    id: 'getDestination',
    tag,
    summary: 'One destination',
    params: byName,
    answer: destinationSchema,
    etag: true,
    handle: async ({ destinations }, { credentials, params }) => {
      const { value, version } = await destinations.get(params.name, {
        credentials,
      });
      return { body: value, version };
    },
  }),
  route({
    method: 'put',
    path: '/destinations/:name',
    id: 'putDestination',
    tag,
    summary: 'Change a destination; elsewhere needs its secret anew',
    params: byName,
    body: destinationInputSchema,
    answer: destinationSchema,
    etag: true,
    audit: { event: 'destination-update', severity: 'medium' },
    handle: async ({ destinations }, { credentials, params, body, expect }) => {
      if (body.name !== params.name) {
        throw new InputError('A destination keeps its name');
      }
      const { value, version } = await destinations.update(body, {
        credentials,
        expect,
      });
      return { body: value, version };
    },
  }),
  route({
    method: 'delete',
    path: '/destinations/:name',
    id: 'deleteDestination',
    tag,
    summary: 'Delete a destination that no plan uses; its backups stay',
    params: byName,
    audit: { event: 'destination-delete', severity: 'high' },
    handle: async ({ destinations }, { credentials, params }) => {
      await destinations.delete(params.name, { credentials });
      return {};
    },
  }),
  route({
    method: 'get',
    path: '/destinations/:name/checkups',
    id: 'listCheckUps',
    tag,
    summary: 'The last check-ups of a destination, newest first',
    params: byName,
    answer: checkUpListSchema,
    handle: async ({ destinations }, { credentials, params }) => ({
      body: onePage(await destinations.checkUps(params.name, { credentials })),
    }),
  }),
  route({
    method: 'post',
    path: '/destinations/:name/test',
    id: 'testDestination',
    tag,
    summary: 'Check a destination as it is stored',
    params: byName,
    answer: checkUpSchema,
    lines: checkUpLineSchema,
    handle: async ({ destinations }, { credentials, params, watch }) => ({
      body: await destinations.test(params.name, { credentials, watch }),
    }),
  }),
];
