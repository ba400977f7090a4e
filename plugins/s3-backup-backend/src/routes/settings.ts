import {
  mailTestResultSchema,
  mailTestSchema,
  settingsInputSchema,
  settingsSchema,
  simpleSettingsInputSchema,
  simpleSettingsSavedSchema,
  simpleSettingsSchema,
} from '@understudy/backstage-plugin-s3-backup-common';
import { route } from './route';

const tag = 'settings';

/** @internal */
export const settingsRoutes = [
  route({
    method: 'get',
    path: '/settings',
    id: 'getSettings',
    tag,
    summary: 'Settings of the portal as a whole',
    answer: settingsSchema,
    etag: true,
    handle: async ({ settings }, { credentials }) => {
      const { value, version } = await settings.get({ credentials });
      return { body: value, version };
    },
  }),
  route({
    method: 'put',
    path: '/settings',
    id: 'putSettings',
    tag,
    summary:
      'Change them; turning automatic backup on confirms a recovered database',
    body: settingsInputSchema,
    answer: settingsSchema,
    etag: true,
    audit: { event: 'settings-update', severity: 'medium' },
    handle: async ({ settings }, { credentials, body, expect }) => {
      const { value, version } = await settings.update(body, {
        credentials,
        expect,
      });
      return { body: value, version };
    },
  }),
  route({
    method: 'get',
    path: '/settings/simple',
    id: 'getSimpleSettings',
    tag,
    summary: 'The classic form',
    answer: simpleSettingsSchema,
    etag: true,
    handle: async ({ simple }, { credentials }) => {
      const { value, version } = await simple.get({ credentials });
      return { body: value, version };
    },
  }),
  route({
    method: 'put',
    path: '/settings/simple',
    id: 'putSimpleSettings',
    tag,
    summary:
      'Save the classic form: switch, destination, plan, key and notifications at once',
    body: simpleSettingsInputSchema,
    answer: simpleSettingsSavedSchema,
    etag: true,
    audit: { event: 'settings-update', severity: 'medium' },
    handle: async ({ simple }, { credentials, body, expect }) => {
      const { value, version } = await simple.update(body, {
        credentials,
        expect,
      });
      return { body: value, version };
    },
  }),
  route({
    method: 'post',
    path: '/settings/recovered/confirm',
    id: 'confirmRecovered',
    tag,
    summary: 'Let a recovered portal run by itself again',
    audit: { event: 'recovered-confirm', severity: 'high' },
    handle: async ({ settings }, { credentials }) => {
      await settings.confirmRecovered({ credentials });
      return {};
    },
  }),
  route({
    method: 'post',
    path: '/settings/mail/test',
    id: 'testMail',
    tag,
    summary: 'Send a test mail',
    body: mailTestSchema,
    answer: mailTestResultSchema,
    handle: async ({ settings }, { credentials, body }) => ({
      body: await settings.testMail(body.to, { credentials }),
    }),
  }),
];
