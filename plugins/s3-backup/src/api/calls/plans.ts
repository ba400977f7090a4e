import {
  PlanInput,
  planListSchema,
  planSchema,
  runListSchema,
  runLogSchema,
  runSchema,
  SchedulePreviewRequest,
  schedulePreviewSchema,
  sourceCheckSchema,
  sourceTypeSchema,
} from '@understudy/backstage-plugin-s3-backup-common';
import { z } from 'zod';
import { queryString } from '../query';
import type { RunFilter, S3BackupApi } from '../S3BackupApi';
import { at, PortalHttp } from './PortalHttp';

const sourcesSchema = z.union([
  z
    .object({ items: z.array(sourceTypeSchema) })
    .transform(({ items }) => items),
  z.array(sourceTypeSchema),
]);

/** Sources, plans and their runs. */
export const planCalls = (http: PortalHttp) =>
  ({
    sources: () => http.read('/sources', sourcesSchema),

    checkSource: (type: string, options: Record<string, unknown>) =>
      http.read(`/sources${at(type)}/check`, sourceCheckSchema, {
        method: 'POST',
        body: { options },
      }),

    plans: async () => (await http.read('/plans', planListSchema)).items,

    plan: (name: string) => http.tagged(`/plans${at(name)}`, planSchema),

    createPlan: (input: PlanInput) =>
      http.read('/plans', planSchema, { method: 'POST', body: input }),

    updatePlan: (name: string, input: PlanInput, etag: string | null) =>
      http.read(`/plans${at(name)}`, planSchema, {
        method: 'PUT',
        body: input,
        etag,
      }),

    deletePlan: (name: string) =>
      http.send(`/plans${at(name)}`, { method: 'DELETE' }),

    runPlan: (name: string) =>
      http.read(`/plans${at(name)}/run`, runSchema, { method: 'POST' }),

    repairPlan: async (name: string, run: string) =>
      (
        await http.read(`/plans${at(name)}/repair`, runListSchema, {
          method: 'POST',
          body: { run },
        })
      ).items,

    pausePlan: (name: string, until: string | null) =>
      http.send(`/plans${at(name)}/pause`, { method: 'POST', body: { until } }),

    resumePlan: (name: string) =>
      http.send(`/plans${at(name)}/pause`, { method: 'DELETE' }),

    skipNext: (name: string) =>
      http.send(`/plans${at(name)}/skip`, { method: 'POST' }),

    unskip: (name: string) =>
      http.send(`/plans${at(name)}/skip`, { method: 'DELETE' }),

    previewSchedule: (request: SchedulePreviewRequest) =>
      http.read('/schedule/preview', schedulePreviewSchema, {
        method: 'POST',
        body: request,
      }),

    runs: (filter: RunFilter) =>
      http.read(`/runs${queryString({ ...filter })}`, runListSchema),

    run: (id: string) => http.read(`/runs${at(id)}`, runSchema),

    runLog: (id: string, offset?: number) =>
      http.read(`/runs${at(id)}/log${queryString({ offset })}`, runLogSchema),

    cancelRun: (id: string) =>
      http.send(`/runs${at(id)}/cancel`, { method: 'POST' }),

    acceptRun: (id: string) =>
      http.send(`/runs${at(id)}/accept`, { method: 'POST' }),
  } satisfies Partial<S3BackupApi>);
