import { ResponseError } from '@backstage/errors';
import { DiscoveryApi, FetchApi } from '@backstage/frontend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import {
  backupDetailSchema,
  backupListSchema,
  checkUpListSchema,
  backupSchema,
  checkUpSchema,
  deadUploadsSchema,
  destinationListSchema,
  destinationSchema,
  downloadTicketSchema,
  entityStatusSchema,
  growthSchema,
  KeyInput,
  keyListSchema,
  keyMadeSchema,
  LockRequest,
  mailTestResultSchema,
  objectDetailSchema,
  objectListSchema,
  objectsDeletedSchema,
  orphanListSchema,
  PlanInput,
  planListSchema,
  planSchema,
  restoreCheckSchema,
  RestoreRequest,
  runListSchema,
  runLogSchema,
  runSchema,
  Schedule,
  schedulePreviewSchema,
  SettingsInput,
  settingsSchema,
  SimpleSettingsInput,
  simpleSettingsSavedSchema,
  simpleSettingsSchema,
  SimulationRequest,
  simulationSchema,
  sourceCheckSchema,
  sourceTypeSchema,
  statusSchema,
} from '@understudy/backstage-plugin-s3-backup-common';
import { z } from 'zod';
import { queryString } from './query';
import {
  BackupFilter,
  DestinationDraft,
  ObjectFilter,
  RunFilter,
  S3BackupApi,
  Tagged,
} from './S3BackupApi';
import { serverClock } from './serverClock';

interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  body?: unknown;
  etag?: string | null;
}

const at = (...segments: string[]) =>
  segments.map(segment => `/${encodeURIComponent(segment)}`).join('');

const sourcesSchema = z.union([
  z
    .object({ items: z.array(sourceTypeSchema) })
    .transform(({ items }) => items),
  z.array(sourceTypeSchema),
]);

/** {@link S3BackupApi} over HTTP. */
export class S3BackupClient implements S3BackupApi {
  static create(options: {
    discoveryApi: DiscoveryApi;
    fetchApi: FetchApi;
  }): S3BackupClient {
    return new S3BackupClient(options.discoveryApi, options.fetchApi);
  }

  private constructor(
    private readonly discoveryApi: DiscoveryApi,
    private readonly fetchApi: FetchApi,
  ) {}

  status = () => this.read('/status', statusSchema);

  entity(ref: string) {
    const { kind, namespace, name } = parseEntityRef(ref);
    return this.read(
      `/entities${at(kind.toLowerCase(), namespace.toLowerCase(), name)}`,
      entityStatusSchema,
    );
  }

  settings = () => this.tagged('/settings', settingsSchema);

  saveSettings = (input: SettingsInput, etag: string | null) =>
    this.tagged('/settings', settingsSchema, {
      method: 'PUT',
      body: input,
      etag,
    });

  simpleSettings = () => this.tagged('/settings/simple', simpleSettingsSchema);

  saveSimpleSettings = (input: SimpleSettingsInput, etag: string | null) =>
    this.read('/settings/simple', simpleSettingsSavedSchema, {
      method: 'PUT',
      body: input,
      etag,
    });

  testMail = (to: string) =>
    this.read('/settings/mail/test', mailTestResultSchema, {
      method: 'POST',
      body: { to },
    });

  keys = async () => (await this.read('/keys', keyListSchema)).items;

  addKey = (input: KeyInput) =>
    this.read('/keys', keyMadeSchema, { method: 'POST', body: input });

  confirmKey = (name: string, lastSix: string) =>
    this.send(`/keys${at(name)}/confirm`, {
      method: 'POST',
      body: { lastSix },
    });

  deleteKey = (name: string) =>
    this.send(`/keys${at(name)}`, { method: 'DELETE' });

  destinations = async () =>
    (await this.read('/destinations', destinationListSchema)).items;

  destination = (name: string) =>
    this.tagged(`/destinations${at(name)}`, destinationSchema);

  createDestination = (input: DestinationDraft) =>
    this.send('/destinations', { method: 'POST', body: input });

  updateDestination = (
    name: string,
    input: DestinationDraft,
    etag: string | null,
  ) =>
    this.send(`/destinations${at(name)}`, {
      method: 'PUT',
      body: input,
      etag,
    });

  deleteDestination = (name: string) =>
    this.send(`/destinations${at(name)}`, { method: 'DELETE' });

  checkUps = async (name: string) =>
    (await this.read(`/destinations${at(name)}/checkups`, checkUpListSchema))
      .items;

  testDestination = (name: string) =>
    this.read(`/destinations${at(name)}/test`, checkUpSchema, {
      method: 'POST',
    });

  testDraft = (input: DestinationDraft) =>
    this.read('/destinations/test', checkUpSchema, {
      method: 'POST',
      body: input,
    });

  objects = (name: string, query: ObjectFilter) =>
    this.read(
      `/destinations${at(name)}/objects${queryString({ ...query })}`,
      objectListSchema,
    );

  object = (name: string, key: string) =>
    this.read(
      `/destinations${at(name)}/object${queryString({ key })}`,
      objectDetailSchema,
    );

  deleteObjects = (name: string, keys: string[], confirm: string) =>
    this.read(`/destinations${at(name)}/objects`, objectsDeletedSchema, {
      method: 'DELETE',
      body: { keys, confirm },
    });

  uploads = (name: string) =>
    this.read(`/destinations${at(name)}/uploads`, deadUploadsSchema);

  growth = (name: string) =>
    this.read(`/destinations${at(name)}/growth`, growthSchema);

  rebuild = (name: string, dryRun: boolean) =>
    this.read(`/destinations${at(name)}/rebuild`, runSchema, {
      method: 'POST',
      body: { dryRun },
    });

  adopt = (name: string, confirm: string) =>
    this.read(`/destinations${at(name)}/adopt`, runSchema, {
      method: 'POST',
      body: { confirm },
    });

  confirmRecovered = () =>
    this.send('/settings/recovered/confirm', { method: 'POST' });

  sources = () => this.read('/sources', sourcesSchema);

  checkSource = (type: string, options: Record<string, unknown>) =>
    this.read(`/sources${at(type)}/check`, sourceCheckSchema, {
      method: 'POST',
      body: { options },
    });

  plans = async () => (await this.read('/plans', planListSchema)).items;

  plan = (name: string) => this.tagged(`/plans${at(name)}`, planSchema);

  createPlan = (input: PlanInput) =>
    this.read('/plans', planSchema, { method: 'POST', body: input });

  updatePlan = (name: string, input: PlanInput, etag: string | null) =>
    this.read(`/plans${at(name)}`, planSchema, {
      method: 'PUT',
      body: input,
      etag,
    });

  deletePlan = (name: string) =>
    this.send(`/plans${at(name)}`, { method: 'DELETE' });

  runPlan = (name: string) =>
    this.read(`/plans${at(name)}/run`, runSchema, { method: 'POST' });

  pausePlan = (name: string, until: string | null) =>
    this.send(`/plans${at(name)}/pause`, { method: 'POST', body: { until } });

  resumePlan = (name: string) =>
    this.send(`/plans${at(name)}/pause`, { method: 'DELETE' });

  previewSchedule = (schedule: Schedule) =>
    this.read('/schedule/preview', schedulePreviewSchema, {
      method: 'POST',
      body: { schedule },
    });

  runs = (filter: RunFilter) =>
    this.read(`/runs${queryString({ ...filter })}`, runListSchema);

  run = (id: string) => this.read(`/runs${at(id)}`, runSchema);

  runLog = (id: string, offset?: number) =>
    this.read(`/runs${at(id)}/log${queryString({ offset })}`, runLogSchema);

  cancelRun = (id: string) =>
    this.send(`/runs${at(id)}/cancel`, { method: 'POST' });

  acceptRun = (id: string) =>
    this.send(`/runs${at(id)}/accept`, { method: 'POST' });

  backups = (filter: BackupFilter) =>
    this.read(`/backups${queryString({ ...filter })}`, backupListSchema);

  backup = (id: string) => this.read(`/backups${at(id)}`, backupDetailSchema);

  manifest = (id: string) =>
    this.read(`/backups${at(id)}/manifest`, z.unknown());

  deleteBackup = (id: string, confirm: string) =>
    this.read(`/backups${at(id)}`, runSchema, {
      method: 'DELETE',
      body: { confirm },
    });

  lockBackup = async (id: string, request: LockRequest) => {
    const path = `/backups${at(id)}/lock`;
    await this.read(path, backupSchema, { method: 'PUT', body: request });
  };

  unlockBackup = async (id: string, confirm?: string) => {
    const path = `/backups${at(id)}/lock`;
    const body = confirm === undefined ? {} : { confirm };
    await this.read(path, backupSchema, { method: 'DELETE', body });
  };

  simulate = (request: SimulationRequest) =>
    this.read('/retention/simulate', simulationSchema, {
      method: 'POST',
      body: request,
    });

  orphans = async () =>
    (await this.read('/retention/orphans', orphanListSchema)).items;

  followOrphans = async (
    plan: string,
    request: { follow: boolean; confirm?: string },
  ) => {
    const path = `/retention/orphans${at(plan)}`;
    await this.read(path, orphanListSchema, { method: 'PUT', body: request });
  };

  verifyBackup = (id: string, to: 'stored' | 'read' | 'opened') =>
    this.read(`/backups${at(id)}/verify`, runSchema, {
      method: 'POST',
      body: { to },
    });

  checkRestore = (id: string, request: RestoreRequest) =>
    this.read(`/backups${at(id)}/restore`, restoreCheckSchema, {
      method: 'POST',
      body: { ...request, dryRun: true },
    });

  restore = (id: string, request: RestoreRequest) =>
    this.read(`/backups${at(id)}/restore`, runSchema, {
      method: 'POST',
      body: { ...request, dryRun: false },
    });

  async download(id: string, artifact: string, form: 'stored' | 'original') {
    const { url } = await this.read(
      `/backups${at(id)}/artifacts${at(artifact)}/download`,
      downloadTicketSchema,
      { method: 'POST', body: { form } },
    );
    if (/^https?:/.test(url)) return url;
    const base = await this.discoveryApi.getBaseUrl('s3-backup');
    return url.startsWith('/api/')
      ? new URL(url, base).toString()
      : `${base}/${url.replace(/^\//, '')}`;
  }

  private async answer(path: string, call: Call): Promise<Response> {
    const headers: Record<string, string> = {};
    if (call.body !== undefined) headers['Content-Type'] = 'application/json';
    if (call.etag) headers['If-Match'] = call.etag;
    const response = await this.fetchApi.fetch(`plugin://s3-backup${path}`, {
      method: call.method ?? 'GET',
      headers,
      body: call.body === undefined ? undefined : JSON.stringify(call.body),
    });
    serverClock.observe(response.headers.get('Date'));
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response;
  }

  private async send(path: string, call: Call): Promise<void> {
    await this.answer(path, call);
  }

  private async read<T>(
    path: string,
    schema: z.ZodType<T>,
    call: Call = {},
  ): Promise<T> {
    return schema.parse(await (await this.answer(path, call)).json());
  }

  private async tagged<T>(
    path: string,
    schema: z.ZodType<T>,
    call: Call = {},
  ): Promise<Tagged<T>> {
    const response = await this.answer(path, call);
    return {
      value: schema.parse(await response.json()),
      etag: response.headers.get('ETag'),
    };
  }
}
