import {
  pauseSchema,
  planListSchema,
  repairSchema,
  runListSchema,
} from '@understudy/backstage-plugin-s3-backup-common';
import { InputError } from '@backstage/errors';
import { planInputSchema, planSchema, runSchema } from '@understudy/model';
import { byName, onePage } from './parameters';
import { route } from './route';

const tag = 'plans';

/** @internal */
export const plansRoutes = [
  route({
    method: 'get',
    path: '/plans',
    id: 'listPlans',
    tag,
    summary: 'Plans one may see',
    answer: planListSchema,
    handle: async ({ plans }, { credentials }) => ({
      body: onePage(await plans.list({ credentials })),
    }),
  }),
  route({
    method: 'post',
    path: '/plans',
    id: 'createPlan',
    tag,
    summary: 'Make a plan',
    body: planInputSchema,
    answer: planSchema,
    status: 201,
    etag: true,
    idempotent: true,
    audit: { event: 'plan-create', severity: 'medium' },
    handle: async ({ plans }, { credentials, body }) => {
      const { value, version } = await plans.create(body, { credentials });
      return { body: value, version };
    },
  }),
  route({
    method: 'get',
    path: '/plans/:name',
    id: 'getPlan',
    tag,
    summary: 'One plan, and how it does',
    params: byName,
    answer: planSchema,
    etag: true,
    handle: async ({ plans }, { credentials, params }) => {
      const { value, version } = await plans.get(params.name, { credentials });
      return { body: value, version };
    },
  }),
  route({
    method: 'put',
    path: '/plans/:name',
    id: 'putPlan',
    tag,
    summary: 'Change a plan',
    params: byName,
    body: planInputSchema,
    answer: planSchema,
    etag: true,
    audit: { event: 'plan-update', severity: 'medium' },
    handle: async ({ plans }, { credentials, params, body, expect }) => {
      if (body.name !== params.name) {
        throw new InputError('A plan keeps its name');
      }
      const { value, version } = await plans.update(body, {
        credentials,
        expect,
      });
      return { body: value, version };
    },
  }),
  route({
    method: 'delete',
    path: '/plans/:name',
    id: 'deletePlan',
    tag,
    summary: 'Delete a plan; its backups stay',
    params: byName,
    audit: { event: 'plan-delete', severity: 'medium' },
    handle: async ({ plans }, { credentials, params }) => {
      await plans.delete(params.name, { credentials });
      return {};
    },
  }),
  route({
    method: 'post',
    path: '/plans/:name/run',
    id: 'runPlan',
    tag,
    summary: 'Back up now',
    params: byName,
    answer: runSchema,
    status: 202,
    idempotent: true,
    handle: async ({ plans }, { credentials, params }) => ({
      body: await plans.run(params.name, { credentials }),
    }),
  }),
  route({
    method: 'post',
    path: '/plans/:name/repair',
    id: 'repairPlan',
    tag,
    summary: 'Copy a backup to the destinations of the plan that lack it',
    params: byName,
    body: repairSchema,
    answer: runListSchema,
    status: 202,
    idempotent: true,
    audit: { event: 'plan-repair', severity: 'medium' },
    handle: async ({ plans }, { credentials, params, body }) => ({
      body: onePage(await plans.repair(params.name, body.run, { credentials })),
    }),
  }),
  route({
    method: 'post',
    path: '/plans/:name/pause',
    id: 'pausePlan',
    tag,
    summary: 'Pause a schedule, until an instant or until it is resumed',
    params: byName,
    body: pauseSchema,
    answer: planSchema,
    audit: { event: 'plan-toggle', severity: 'medium' },
    handle: async ({ plans }, { credentials, params, body }) => ({
      body: await plans.pause(params.name, body.until, { credentials }),
    }),
  }),
  route({
    method: 'post',
    path: '/plans/:name/skip',
    id: 'skipNext',
    tag,
    summary: 'Leave the next slot out',
    params: byName,
    answer: planSchema,
    audit: { event: 'plan-toggle', severity: 'medium' },
    handle: async ({ plans }, { credentials, params }) => ({
      body: await plans.skip(params.name, { credentials }),
    }),
  }),
  route({
    method: 'delete',
    path: '/plans/:name/skip',
    id: 'unskip',
    tag,
    summary: 'Leave no slot out',
    params: byName,
    answer: planSchema,
    audit: { event: 'plan-toggle', severity: 'medium' },
    handle: async ({ plans }, { credentials, params }) => ({
      body: await plans.unskip(params.name, { credentials }),
    }),
  }),
  route({
    method: 'delete',
    path: '/plans/:name/pause',
    id: 'resumePlan',
    tag,
    summary: 'Resume a schedule',
    params: byName,
    answer: planSchema,
    audit: { event: 'plan-toggle', severity: 'medium' },
    handle: async ({ plans }, { credentials, params }) => ({
      body: await plans.resume(params.name, { credentials }),
    }),
  }),
];
