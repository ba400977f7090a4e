import {
  backupDetailSchema,
  backupListSchema,
  backupSchema,
  CopyRequestInput,
  downloadTicketSchema,
  evidenceSchema,
  LockRequest,
  orphanListSchema,
  restoreCheckSchema,
  RestoreRequest,
  Rung,
  runSchema,
  SimulationRequest,
  simulationSchema,
} from '@understudy/backstage-plugin-s3-backup-common';
import { z } from 'zod';
import { queryString } from '../query';
import type { BackupFilter, S3BackupApi } from '../S3BackupApi';
import { at, PortalHttp } from './PortalHttp';

/** Backups, and what is kept of them. */
export const backupCalls = (http: PortalHttp) =>
  ({
    backups: (filter: BackupFilter) =>
      http.read(`/backups${queryString({ ...filter })}`, backupListSchema),

    backup: (id: string) => http.read(`/backups${at(id)}`, backupDetailSchema),

    evidence: (id: string) =>
      http.read(`/backups${at(id)}/evidence`, evidenceSchema),

    manifest: (id: string) =>
      http.read(`/backups${at(id)}/manifest`, z.unknown()),

    deleteBackup: (id: string, confirm: string) =>
      http.read(`/backups${at(id)}`, runSchema, {
        method: 'DELETE',
        body: { confirm },
      }),

    copyBackup: (id: string, body: CopyRequestInput) =>
      http.read(`/backups${at(id)}/copy`, runSchema, { method: 'POST', body }),

    lockBackup: async (id: string, request: LockRequest) => {
      const path = `/backups${at(id)}/lock`;
      await http.read(path, backupSchema, { method: 'PUT', body: request });
    },

    unlockBackup: async (id: string, confirm?: string) => {
      const path = `/backups${at(id)}/lock`;
      const body = confirm === undefined ? {} : { confirm };
      await http.read(path, backupSchema, { method: 'DELETE', body });
    },

    simulate: (request: SimulationRequest) =>
      http.read('/retention/simulate', simulationSchema, {
        method: 'POST',
        body: request,
      }),

    orphans: async () =>
      (await http.read('/retention/orphans', orphanListSchema)).items,

    followOrphans: async (
      plan: string,
      request: { follow: boolean; confirm?: string },
    ) => {
      const path = `/retention/orphans${at(plan)}`;
      await http.read(path, orphanListSchema, { method: 'PUT', body: request });
    },

    verifyBackup: (id: string, to: Rung) =>
      http.read(`/backups${at(id)}/verify`, runSchema, {
        method: 'POST',
        body: { to },
      }),

    checkRestore: (id: string, request: RestoreRequest) =>
      http.read(`/backups${at(id)}/restore`, restoreCheckSchema, {
        method: 'POST',
        body: { ...request, dryRun: true },
      }),

    restore: (id: string, request: RestoreRequest) =>
      http.read(`/backups${at(id)}/restore`, runSchema, {
        method: 'POST',
        body: { ...request, dryRun: false },
      }),

    async download(id: string, artifact: string, form: 'stored' | 'original') {
      const { url } = await http.read(
        `/backups${at(id)}/artifacts${at(artifact)}/download`,
        downloadTicketSchema,
        { method: 'POST', body: { form } },
      );
      if (/^https?:/.test(url)) return url;
      const base = await http.baseUrl();
      return url.startsWith('/api/')
        ? new URL(url, base).toString()
        : `${base}/${url.replace(/^\//, '')}`;
    },
  } satisfies Partial<S3BackupApi>);
