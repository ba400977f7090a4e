import {
  BackstageCredentials,
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { notificationService } from '@backstage/plugin-notifications-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  AuthorizePermissionResponse,
  AuthorizeResult,
  isResourcePermission,
  Permission,
  QueryPermissionResponse,
} from '@backstage/plugin-permission-common';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { RESOURCE_TYPE_PLAN } from '@understudy/backstage-plugin-s3-backup-common';
import { makeIdentity } from '@understudy/engine';
import { LocalS3 } from '@understudy/local-s3';
import type { Run } from '@understudy/model';
import knexFactory, { Knex } from 'knex';
import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import request from 'supertest';
import { migrate } from '../database/migrate';
import { SettingsStore } from '../database/SettingsStore';
import { createS3BackupPlugin } from '../plugin';

export const USERS = {
  admin: 'user:default/admin',
  owner: 'user:default/owner',
  otherOwner: 'user:default/other-owner',
  reader: 'user:default/reader',
  onlooker: 'user:default/onlooker',
  nobody: 'user:default/nobody',
} as const;

export type Who = keyof typeof USERS | 'service';

const GROUPS: Record<string, string[]> = {
  [USERS.admin]: ['group:default/platform-admins'],
  [USERS.owner]: ['group:default/orders-team'],
  [USERS.otherOwner]: ['group:default/handbook-team'],
  [USERS.reader]: ['group:default/readers'],
  [USERS.onlooker]: ['group:default/onlookers'],
  [USERS.nobody]: [],
};

const ADMIN_ONLY = ['plan.delete', 'backup.download', 'backup.delete'];
const OWNER_BASIC = ['plan.create', 'destination.use'];

/** The rights of the tests: like the demo's, but that owners may change plans. */
function decide(
  permission: Permission,
  credentials: BackstageCredentials,
): QueryPermissionResponse {
  const principal = credentials.principal as {
    type: string;
    userEntityRef?: string;
  };
  const allow = { result: AuthorizeResult.ALLOW } as const;
  const deny = { result: AuthorizeResult.DENY } as const;
  if (principal.type === 'service') return allow;
  const claims = GROUPS[principal.userEntityRef ?? ''] ?? [];
  const name = permission.name.replace('s3-backup.', '');
  if (claims.includes('group:default/platform-admins')) return allow;
  if (claims.length === 0) return deny;
  if (name === 'status.read') return allow;
  if (claims.includes('group:default/readers')) return deny;
  if (claims.includes('group:default/onlookers')) {
    return name === 'backup.read' ? allow : deny;
  }
  if (isResourcePermission(permission, RESOURCE_TYPE_PLAN)) {
    if (ADMIN_ONLY.includes(name)) return deny;
    return {
      result: AuthorizeResult.CONDITIONAL,
      pluginId: 's3-backup',
      resourceType: RESOURCE_TYPE_PLAN,
      conditions: {
        rule: 'isEntityOwner',
        resourceType: RESOURCE_TYPE_PLAN,
        params: { claims },
      },
    };
  }
  return OWNER_BASIC.includes(name) ? allow : deny;
}

const entity = (name: string, owner: string, annotated = true) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name,
    namespace: 'default',
    annotations: (annotated ? { 's3-backup/enabled': 'true' } : {}) as Record<
      string,
      string
    >,
  },
  spec: { type: 'service', lifecycle: 'production', owner },
  relations: [{ type: 'ownedBy', targetRef: `group:default/${owner}` }],
});

export const S3_SECRET = 'aSecret/that+stays=inside/40characters';

/**
 * The plugin in a backend, with a real bucket, a real source, and rights that
 * differ by user.
 */
export class TestBackend {
  static async start(
    options: {
      knex?: Knex;
      s3Backup?: Record<string, unknown>;
      permissionEnabled?: boolean;
      /** A bucket of an earlier one, with its directory. */
      of?: TestBackend;
      /** Written into the database first, as in a copy of an earlier one's. */
      instance?: string;
    } = {},
  ): Promise<TestBackend> {
    const directory =
      options.of?.directory ?? (await mkdtemp(join(tmpdir(), 's3-backup-')));
    const user = {
      accessKeyId: 'UNDERSTUDYTEST000001',
      secretAccessKey: S3_SECRET,
    };
    if (!options.of) {
      for (const name of ['s3', 'temp', 'restore', 'data']) {
        await mkdir(join(directory, name));
      }
      for (const name of ['orders', 'handbook']) {
        const database = new DatabaseSync(
          join(directory, 'data', `${name}.db`),
        );
        database.exec('create table t (id integer primary key, body text)');
        database.exec(
          `with recursive n(i) as (select 1 union all select i + 1 from n where i < 200)
           insert into t select i, hex(randomblob(200)) from n`,
        );
        database.close();
      }
    }
    const s3 =
      options.of?.s3 ??
      (await LocalS3.start({
        directory: join(directory, 's3'),
        users: [user],
        buckets: ['backups', 'other'].map(name => ({
          name,
          blockPublicAccess: true,
        })),
      }));
    const made = options.of?.key ?? (await makeIdentity());
    const identityFile = join(directory, 'identity.txt');
    await writeFile(identityFile, `# test\n${made.identity}\n`);
    const source = (name: string) => ({
      type: 'sqlite',
      options: { path: join(directory, 'data', `${name}.db`) },
    });
    const s3Backup = {
      timeZone: 'Europe/Berlin',
      secretKeys: [Buffer.alloc(32, 7).toString('base64')],
      tempDirectory: join(directory, 'temp'),
      roots: {
        read: [join(directory, 'data')],
        write: [join(directory, 'restore')],
      },
      keys: [{ name: 'demo', recipient: made.recipient, identityFile }],
      destinations: [
        {
          name: 'main',
          endpoint: s3.endpoint,
          region: s3.region,
          bucket: 'backups',
          prefix: 'understudy',
          credentials: { type: 'keys', ...user },
        },
      ],
      plans: [
        {
          name: 'orders',
          entityRef: 'component:default/orders',
          source: source('orders'),
          destinations: ['main'],
          encryption: { type: 'age', keys: ['demo'] },
          schedule: { every: 'never' },
        },
        {
          name: 'handbook',
          entityRef: 'component:default/handbook',
          source: source('handbook'),
          destinations: ['main'],
          encryption: { type: 'age', keys: ['demo'] },
          schedule: { every: 'day', at: '02:00' },
        },
      ],
      ...options.s3Backup,
    };
    const told: TestBackend['told'] = { notifications: [], signals: [] };
    const logger = mockServices.logger.mock();
    const logs: string[] = [];
    for (const level of ['debug', 'info', 'warn', 'error'] as const) {
      logger[level].mockImplementation((message, meta) => {
        logs.push(`${level} ${message} ${JSON.stringify(meta ?? {})}`);
      });
    }
    logger.child.mockImplementation(() => logger);
    const auditor = mockServices.auditor.mock({
      createEvent: async event => {
        logs.push(`audit ${event.eventId} ${JSON.stringify(event.meta ?? {})}`);
        return {
          success: async () => {},
          fail: async ({ error }) => {
            logs.push(`audit failed ${event.eventId} ${error.message}`);
          },
        };
      },
    });
    const knex =
      options.knex ??
      knexFactory({
        client: 'better-sqlite3',
        connection: { filename: join(directory, `${randomUUID()}.sqlite`) },
        useNullAsDefault: true,
      });
    if (options.instance) {
      await migrate(knex);
      await SettingsStore.create({ knex }).set(
        'instance',
        options.instance,
        null,
      );
    }
    const started = await startTestBackend({
      features: [
        createS3BackupPlugin({
          validateResponses: true,
          testing: {
            pollMs: 100,
            child: {
              execArgv: [
                '--require',
                require.resolve('@backstage/cli-node/config/nodeTransform.cjs'),
              ],
            },
          },
        }),
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'http://portal.example.net' },
            backend: {
              baseUrl: 'http://localhost:7007',
              database: { client: 'better-sqlite3', connection: ':memory:' },
            },
            permission: { enabled: options.permissionEnabled ?? true },
            s3Backup: s3Backup as never,
          },
        }),
        mockServices.database.factory({ knex } as never),
        catalogServiceMock.factory({
          entities: [
            entity('orders', 'orders-team'),
            entity('handbook', 'handbook-team'),
            entity('plain', 'orders-team', false),
          ],
        }),
        logger.factory,
        auditor.factory,
        createServiceFactory({
          service: coreServices.permissions,
          deps: {},
          factory: () => ({
            authorize: async (requests, { credentials }) =>
              requests.map(
                ({ permission }) =>
                  decide(
                    permission,
                    credentials,
                  ) as AuthorizePermissionResponse,
              ),
            authorizeConditional: async (requests, { credentials }) =>
              requests.map(({ permission }) => decide(permission, credentials)),
          }),
        }),
        createServiceFactory({
          service: coreServices.userInfo,
          deps: {},
          factory: () => ({
            getUserInfo: async credentials => {
              const { userEntityRef } = credentials.principal as {
                userEntityRef: string;
              };
              return {
                userEntityRef,
                ownershipEntityRefs: [
                  userEntityRef,
                  ...(GROUPS[userEntityRef] ?? []),
                ],
              };
            },
          }),
        }),
        createServiceFactory({
          service: notificationService,
          deps: {},
          factory: () => ({
            send: async sent => {
              told.notifications.push(sent);
            },
          }),
        }),
        createServiceFactory({
          service: signalsServiceRef,
          deps: {},
          factory: () => ({
            publish: async sent => {
              told.signals.push(sent);
            },
          }),
        }),
      ],
    });
    return new TestBackend(
      started.server as never,
      directory,
      s3,
      made,
      told,
      logs,
      knex,
      () => started.stop(),
    );
  }

  private constructor(
    readonly server: Server,
    readonly directory: string,
    readonly s3: LocalS3,
    readonly key: { identity: string; recipient: string },
    readonly told: { notifications: unknown[]; signals: unknown[] },
    readonly logs: string[],
    readonly knex: Knex,
    private readonly stopServer: () => Promise<void>,
  ) {}

  /** Bodies of all answers, to be searched for what must not be there. */
  readonly answers: string[] = [];

  async call(
    who: Who,
    method: 'get' | 'post' | 'put' | 'delete',
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ) {
    const test = request(this.server)
      [method](`/api/s3-backup${path}`)
      .set(
        'Authorization',
        who === 'service'
          ? mockCredentials.service.header()
          : mockCredentials.user.header(USERS[who]),
      )
      .set(headers);
    const answer = await (body === undefined
      ? test
      : test.send(body as object));
    this.answers.push(`${method} ${path} ${answer.status} ${answer.text}`);
    return answer;
  }

  /** Without any credentials. */
  anonymous(path: string) {
    return request(this.server).get(`/api/s3-backup${path}`);
  }

  async waitFor(id: string): Promise<Run> {
    for (let tries = 0; tries < 600; tries += 1) {
      const { body } = await this.call('admin', 'get', `/runs/${id}`);
      if (!['queued', 'running'].includes(body.status)) return body;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    const { body } = await this.call('admin', 'get', `/runs/${id}/log`);
    throw new Error(
      `the run did not end: ${JSON.stringify(body)}\n${this.logs.join('\n')}`,
    );
  }

  /** A plan's backup, from the request to its end. */
  async backUp(plan: string): Promise<Run> {
    const { status, body } = await this.call(
      'admin',
      'post',
      `/plans/${plan}/run`,
    );
    if (status !== 202) throw new Error(JSON.stringify(body));
    return this.waitFor(body.id);
  }

  /** Id of the portal, as its database has it. */
  async instance(): Promise<string> {
    const store = SettingsStore.create({ knex: this.knex });
    return (await store.get<string>('instance'))!.value;
  }

  /** When each bucket has been looked at. */
  async settled(): Promise<void> {
    const store = SettingsStore.create({ knex: this.knex });
    for (let tries = 0; tries < 200; tries += 1) {
      const { body } = await this.call('admin', 'get', '/backups');
      if (body.items.length > 0 && (await store.get('recovered'))) return;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    throw new Error(`no bucket was looked at\n${this.logs.join('\n')}`);
  }

  /** The backend alone; its bucket stays. */
  async stopOnly(): Promise<void> {
    await this.stopServer();
  }

  async stop(): Promise<void> {
    await this.stopServer();
    await this.s3.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}
