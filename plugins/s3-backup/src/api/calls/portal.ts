import { parseEntityRef } from '@backstage/catalog-model';
import {
  entityStatusSchema,
  KeyInput,
  keyListSchema,
  keyMadeSchema,
  mailTestResultSchema,
  SettingsInput,
  settingsSchema,
  SimpleSettingsInput,
  simpleSettingsSavedSchema,
  simpleSettingsSchema,
  statusSchema,
  workerListSchema,
} from '@understudy/backstage-plugin-s3-backup-common';
import type { S3BackupApi } from '../S3BackupApi';
import { at, PortalHttp } from './PortalHttp';

/** The portal itself: its state, settings and keys. */
export const portalCalls = (http: PortalHttp) =>
  ({
    status: () => http.read('/status', statusSchema),

    entity(ref: string) {
      const { kind, namespace, name } = parseEntityRef(ref);
      return http.read(
        `/entities${at(kind.toLowerCase(), namespace.toLowerCase(), name)}`,
        entityStatusSchema,
      );
    },

    settings: () => http.tagged('/settings', settingsSchema),

    saveSettings: (input: SettingsInput, etag: string | null) =>
      http.tagged('/settings', settingsSchema, {
        method: 'PUT',
        body: input,
        etag,
      }),

    simpleSettings: () => http.tagged('/settings/simple', simpleSettingsSchema),

    saveSimpleSettings: (input: SimpleSettingsInput, etag: string | null) =>
      http.read('/settings/simple', simpleSettingsSavedSchema, {
        method: 'PUT',
        body: input,
        etag,
      }),

    testMail: (to: string) =>
      http.read('/settings/mail/test', mailTestResultSchema, {
        method: 'POST',
        body: { to },
      }),

    workers: () => http.read('/workers', workerListSchema),

    keys: async () => (await http.read('/keys', keyListSchema)).items,

    addKey: (input: KeyInput) =>
      http.read('/keys', keyMadeSchema, { method: 'POST', body: input }),

    confirmKey: (name: string, lastSix: string) =>
      http.send(`/keys${at(name)}/confirm`, {
        method: 'POST',
        body: { lastSix },
      }),

    deleteKey: (name: string) =>
      http.send(`/keys${at(name)}`, { method: 'DELETE' }),

    confirmRecovered: () =>
      http.send('/settings/recovered/confirm', { method: 'POST' }),
  } satisfies Partial<S3BackupApi>);
