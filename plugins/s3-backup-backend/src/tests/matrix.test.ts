import { routes } from '../routes';
import { S3_SECRET, TestBackend, Who } from '../__testUtils__/TestBackend';

jest.setTimeout(300_000);

const CALLERS: Who[] = [
  'nobody',
  'reader',
  'otherOwner',
  'owner',
  'admin',
  'service',
];

interface Row {
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
}

interface Entry {
  /** Made anew for each caller, so that one's success is not another's. */
  row: Row | (() => Promise<Row>);
  /** Statuses in the order of {@link CALLERS}. */
  expect: [number, number, number, number, number, number];
}

const ADMINS_ONLY = (status: number): Entry['expect'] => [
  403,
  403,
  403,
  403,
  status,
  status,
];
const WITH_STATUS: Entry['expect'] = [403, 200, 200, 200, 200, 200];
const OF_THE_PLAN = (status: number): Entry['expect'] => [
  404,
  403,
  403,
  status,
  status,
  status,
];
const OF_THE_BACKUP = (status: number): Entry['expect'] => [
  404,
  404,
  404,
  status,
  status,
  status,
];

describe('rights: every route for everybody', () => {
  let backend: TestBackend;
  let table: Record<string, Entry>;
  let made = 0;

  const fresh = (prefix: string) => {
    made += 1;
    return `${prefix}-${made}`;
  };
  const asAdmin = async (
    method: 'get' | 'post' | 'put' | 'delete',
    path: string,
    body?: unknown,
  ) => {
    const answer = await backend.call('admin', method, path, body);
    if (answer.status >= 400) throw new Error(answer.text);
    return answer;
  };
  const ifMatch = async (path: string) => ({
    'If-Match': (await asAdmin('get', path)).headers.etag,
  });

  beforeAll(async () => {
    backend = await TestBackend.start();
    const run = await backend.backUp('orders');
    const backup = run.backups[0];
    const artifact = (await asAdmin('get', `/backups/${backup}`)).body
      .artifacts[0].name;

    const plan = (name: string) => ({
      name,
      entityRef: 'component:default/orders',
      source: {
        type: 'sqlite',
        options: { path: `${backend.directory}/data/orders.db` },
      },
      destinations: ['main'],
      encryption: { type: 'age', keys: ['demo'] },
      schedule: { every: 'never' },
    });
    const makePlan = async () => {
      const name = fresh('plan');
      await asAdmin('post', '/plans', plan(name));
      return name;
    };
    const destination = (name: string) => ({
      name,
      endpoint: backend.s3.endpoint,
      region: backend.s3.region,
      bucket: 'other',
      prefix: name,
      credentials: {
        type: 'keys',
        accessKeyId: 'UNDERSTUDYTEST000001',
        secretAccessKey: S3_SECRET,
      },
    });
    const makeDestination = async () => {
      const name = fresh('place');
      await asAdmin('post', '/destinations', destination(name));
      return name;
    };
    const makeKey = async () => {
      const name = fresh('key');
      await asAdmin('post', '/keys', { type: 'make', name });
      return name;
    };

    table = {
      listWorkers: { row: { path: '/workers' }, expect: ADMINS_ONLY(200) },
      getStatus: { row: { path: '/status' }, expect: WITH_STATUS },
      getEntity: {
        row: { path: '/entities/component/default/orders' },
        expect: WITH_STATUS,
      },
      getSettings: { row: { path: '/settings' }, expect: ADMINS_ONLY(200) },
      putSettings: {
        row: async () => ({
          path: '/settings',
          headers: await ifMatch('/settings'),
          body: {
            automaticBackup: true,
            defaults: { destination: null, encryption: null },
            notifications: { to: [], onSuccess: false },
          },
        }),
        expect: ADMINS_ONLY(200),
      },
      getSimpleSettings: {
        row: { path: '/settings/simple' },
        expect: ADMINS_ONLY(200),
      },
      putSimpleSettings: {
        row: async () => ({
          path: '/settings/simple',
          headers: await ifMatch('/settings/simple'),
          body: {
            automaticBackup: true,
            accessKeyId: 'X',
            secretAccessKey: { set: true, updatedAt: null },
            bucket: 'backups',
            encryption: { type: 'clear' },
            notificationsTo: [],
            onSuccess: false,
            frequency: 'none',
          },
        }),
        expect: ADMINS_ONLY(200),
      },
      testMail: {
        row: { path: '/settings/mail/test', body: { to: 'a@example.net' } },
        expect: ADMINS_ONLY(200),
      },
      listKeys: { row: { path: '/keys' }, expect: ADMINS_ONLY(200) },
      getKey: { row: { path: '/keys/demo' }, expect: ADMINS_ONLY(200) },
      createKey: {
        row: async () => ({
          path: '/keys',
          body: { type: 'make', name: fresh('key') },
        }),
        expect: ADMINS_ONLY(201),
      },
      confirmKey: {
        row: async () => ({
          path: `/keys/${await makeKey()}/confirm`,
          body: { lastSix: '000000' },
        }),
        expect: ADMINS_ONLY(400),
      },
      deleteKey: {
        row: async () => ({ path: `/keys/${await makeKey()}` }),
        expect: ADMINS_ONLY(204),
      },
      listDestinations: {
        row: { path: '/destinations' },
        expect: [403, 403, 200, 200, 200, 200],
      },
      createDestination: {
        row: async () => ({
          path: '/destinations',
          body: destination(fresh('place')),
        }),
        expect: ADMINS_ONLY(201),
      },
      testDestinationDraft: {
        row: { path: '/destinations/test', body: destination('draft') },
        expect: ADMINS_ONLY(200),
      },
      getDestination: {
        row: { path: '/destinations/main' },
        expect: [404, 404, 403, 403, 200, 200],
      },
      putDestination: {
        row: async () => {
          const name = await makeDestination();
          return {
            path: `/destinations/${name}`,
            headers: await ifMatch(`/destinations/${name}`),
            body: destination(name),
          };
        },
        expect: [404, 404, 403, 403, 200, 200],
      },
      deleteDestination: {
        row: async () => ({ path: `/destinations/${await makeDestination()}` }),
        expect: [404, 404, 403, 403, 204, 204],
      },
      listCheckUps: {
        row: { path: '/destinations/main/checkups' },
        expect: [404, 404, 403, 403, 200, 200],
      },
      testDestination: {
        row: { path: '/destinations/main/test' },
        expect: [404, 404, 403, 403, 200, 200],
      },
      listObjects: {
        row: { path: '/destinations/main/objects' },
        expect: [404, 404, 403, 403, 200, 200],
      },
      getObject: {
        row: { path: '/destinations/main/object?key=understudy.json' },
        expect: [404, 404, 403, 403, 200, 200],
      },
      listUploads: {
        row: { path: '/destinations/main/uploads' },
        expect: [404, 404, 403, 403, 200, 200],
      },
      getGrowth: {
        row: { path: '/destinations/main/growth' },
        expect: [404, 404, 403, 403, 200, 200],
      },
      deleteObjects: {
        row: {
          path: '/destinations/main/objects',
          body: { keys: ['understudy.json'], confirm: 'main' },
        },
        expect: [404, 404, 403, 403, 200, 200],
      },
      rebuildDestination: {
        row: { path: '/destinations/main/rebuild', body: { dryRun: true } },
        expect: [404, 404, 403, 403, 202, 202],
      },
      adoptDestination: {
        row: { path: '/destinations/main/adopt', body: { confirm: 'main' } },
        expect: [404, 404, 403, 403, 202, 202],
      },
      getPolicies: {
        row: { path: '/destinations/main/policies' },
        expect: [404, 404, 403, 403, 200, 200],
      },
      getAdvice: {
        row: { path: '/destinations/main/advice' },
        expect: [404, 404, 403, 403, 200, 200],
      },
      // Not the call that would be shown: whoever may is told so.
      applyAdvice: {
        row: {
          path: '/destinations/main/advice',
          body: { id: 'versioning', call: 'another one' },
        },
        expect: [404, 404, 403, 403, 409, 409],
      },
      confirmRecovered: {
        row: { path: '/settings/recovered/confirm' },
        expect: ADMINS_ONLY(204),
      },
      listSources: {
        row: { path: '/sources' },
        expect: [403, 403, 200, 200, 200, 200],
      },
      checkSource: {
        row: {
          path: '/sources/sqlite/check',
          body: { options: { path: '/nowhere' } },
        },
        expect: [403, 403, 200, 200, 200, 200],
      },
      previewSchedule: {
        row: {
          path: '/schedule/preview',
          body: { schedule: { every: 'day', at: '02:00' } },
        },
        expect: WITH_STATUS,
      },
      listPlans: {
        row: { path: '/plans' },
        expect: [403, 403, 200, 200, 200, 200],
      },
      createPlan: {
        row: async () => ({ path: '/plans', body: plan(fresh('plan')) }),
        expect: [403, 403, 403, 201, 201, 201],
      },
      getPlan: { row: { path: '/plans/orders' }, expect: OF_THE_PLAN(200) },
      putPlan: {
        row: async () => {
          const name = await makePlan();
          return {
            path: `/plans/${name}`,
            headers: await ifMatch(`/plans/${name}`),
            body: plan(name),
          };
        },
        expect: OF_THE_PLAN(200),
      },
      deletePlan: {
        row: async () => ({ path: `/plans/${await makePlan()}` }),
        expect: [404, 403, 403, 403, 204, 204],
      },
      runPlan: { row: { path: '/plans/orders/run' }, expect: OF_THE_PLAN(202) },
      repairPlan: {
        row: { path: '/plans/orders/repair', body: {} },
        expect: OF_THE_PLAN(409),
      },
      pausePlan: {
        row: { path: '/plans/orders/pause', body: { until: null } },
        expect: OF_THE_PLAN(200),
      },
      skipNext: {
        // It has no slot to come; who may not is told so first.
        row: { path: '/plans/orders/skip' },
        expect: OF_THE_PLAN(400),
      },
      unskip: {
        row: { path: '/plans/orders/skip' },
        expect: OF_THE_PLAN(200),
      },
      resumePlan: {
        row: { path: '/plans/orders/pause' },
        expect: OF_THE_PLAN(200),
      },
      listRuns: { row: { path: '/runs' }, expect: WITH_STATUS },
      getRun: {
        row: { path: `/runs/${run.id}` },
        expect: [404, 200, 200, 200, 200, 200],
      },
      getRunLog: {
        row: { path: `/runs/${run.id}/log` },
        expect: OF_THE_PLAN(200),
      },
      cancelRun: {
        row: { path: `/runs/${run.id}/cancel` },
        expect: OF_THE_PLAN(409),
      },
      acceptRun: {
        row: { path: `/runs/${run.id}/accept` },
        expect: OF_THE_PLAN(409),
      },
      listBackups: {
        row: { path: '/backups' },
        expect: [403, 403, 200, 200, 200, 200],
      },
      getBackup: {
        row: { path: `/backups/${backup}` },
        expect: OF_THE_BACKUP(200),
      },
      getManifest: {
        row: { path: `/backups/${backup}/manifest` },
        expect: OF_THE_BACKUP(200),
      },
      getEvidence: {
        row: { path: `/backups/${backup}/evidence` },
        expect: OF_THE_BACKUP(200),
      },
      deleteBackup: {
        row: { path: `/backups/${backup}`, body: { confirm: 'wrong' } },
        expect: [404, 404, 404, 403, 400, 400],
      },
      lockBackup: {
        row: {
          path: `/backups/${backup}/lock`,
          body: { reason: 'audit', until: null },
        },
        expect: OF_THE_BACKUP(200),
      },
      unlockBackup: {
        row: { path: `/backups/${backup}/lock`, body: { confirm: 'orders' } },
        expect: OF_THE_BACKUP(200),
      },
      simulateRetention: {
        row: {
          path: '/retention/simulate',
          body: {
            plan: 'orders',
            retention: { daily: 7 },
            schedule: { every: 'day', at: '02:00' },
          },
        },
        expect: [404, 404, 404, 200, 200, 200],
      },
      listOrphans: {
        row: { path: '/retention/orphans' },
        expect: [403, 403, 200, 200, 200, 200],
      },
      followOrphans: {
        row: { path: '/retention/orphans/orders', body: { follow: false } },
        expect: ADMINS_ONLY(404),
      },
      verifyBackup: {
        row: { path: `/backups/${backup}/verify`, body: { to: 'stored' } },
        expect: OF_THE_BACKUP(202),
      },
      copyBackup: {
        row: {
          path: `/backups/${backup}/copy`,
          body: { destination: 'main' },
        },
        // To where it is already: refused, by what was asked, not by rights.
        expect: OF_THE_BACKUP(400),
      },
      restoreBackup: {
        row: {
          path: `/backups/${backup}/restore`,
          body: {
            target: {
              type: 'folder',
              root: `${backend.directory}/restore`,
              path: 'x',
            },
            dryRun: true,
          },
        },
        expect: OF_THE_BACKUP(200),
      },
      downloadArtifact: {
        row: {
          path: `/backups/${backup}/artifacts/${artifact}/download`,
          body: { form: 'stored' },
        },
        expect: [404, 404, 404, 403, 200, 200],
      },
    };
  });

  afterAll(() => backend.stop());

  it('has a row for each route, and no other', () => {
    expect(Object.keys(table).sort()).toEqual(
      routes.map(({ id }) => id).sort(),
    );
  });

  it.each(routes.map(route => [route.id, route] as const))(
    '%s',
    async (id, route) => {
      const { row, expect: expected } = table[id];
      const seen: Record<string, number> = {};
      const words: string[] = [];
      for (const who of CALLERS) {
        const { path, body, headers } =
          typeof row === 'function' ? await row() : row;
        const answer = await backend.call(
          who,
          route.method,
          path,
          body,
          headers,
        );
        seen[who] = answer.status;
        if (answer.status >= 500) words.push(answer.text);
      }
      expect({ seen, words }).toEqual({
        seen: Object.fromEntries(CALLERS.map((who, i) => [who, expected[i]])),
        words: [],
      });
    },
  );

  it('lets nobody in without credentials, but to downloads', async () => {
    for (const route of routes.filter(({ method }) => method === 'get')) {
      const path = route.path.replace(/:\w+/g, 'x');
      // The test's own default is a user; an invalid token is none.
      const answer = await backend
        .anonymous(path)
        .set('Authorization', 'Bearer nonsense');
      expect([path, answer.status]).toEqual([path, 401]);
    }
    expect((await backend.anonymous('/downloads/nonsense')).status).toBe(404);
    expect((await backend.anonymous('/downloads/a/b')).status).toBe(404);
    expect((await backend.anonymous('/downloads')).status).toBe(404);
  });

  it('shows a reader that a run was, and no more', async () => {
    const { body: list } = await backend.call('reader', 'get', '/runs');
    const { body: full } = await backend.call('admin', 'get', '/runs');
    expect(list.items.map((run: { id: string }) => run.id)).toEqual(
      full.items.map((run: { id: string }) => run.id),
    );
    for (const run of list.items) {
      expect(run).toMatchObject({
        destination: null,
        backups: [],
        details: {},
      });
      expect(run.attempts.map((a: { worker: string }) => a.worker)).toEqual(
        run.attempts.map(() => ''),
      );
    }
    const owned = await backend.call('owner', 'get', '/runs');
    expect(owned.body.items[0].destination).toBe('main');
    const others = await backend.call('otherOwner', 'get', '/runs');
    expect(others.body.items[0].destination).toBeNull();
  });

  it('names the folders for restores to those who may restore', async () => {
    const { body: list } = await backend.call('owner', 'get', '/backups');
    const path = `/backups/${list.items[0].id}`;
    const roots = [`${backend.directory}/restore`];
    for (const who of ['owner', 'admin'] as const) {
      const { body } = await backend.call(who, 'get', path);
      expect([who, body.restoreRoots]).toEqual([who, roots]);
    }
    const { body } = await backend.call('onlooker', 'get', path);
    expect(body).toMatchObject({ plan: 'orders', restoreRoots: [] });
  });

  it('filters lists by owner before they are cut into pages', async () => {
    const { body } = await backend.call('otherOwner', 'get', '/backups');
    expect(body.items).toEqual([]);
    const plans = await backend.call('otherOwner', 'get', '/plans');
    expect(plans.body.items.map((each: { name: string }) => each.name)).toEqual(
      ['handbook'],
    );
    const destination = await backend.call(
      'otherOwner',
      'get',
      '/runs?destination=main',
    );
    expect(destination.body.items).toEqual([]);
  });

  it('lets nobody make a plan of what is not theirs', async () => {
    const source = { type: 'portal', options: {} };
    const base = {
      name: 'sneaky',
      entityRef: 'component:default/orders',
      encryption: { type: 'age', keys: ['demo'] },
      schedule: { every: 'never' },
    };
    const sensitive = await backend.call('owner', 'post', '/plans', {
      ...base,
      source,
    });
    expect(sensitive.status).toBe(403);
    // A plan could send it to a server of its choice.
    const stolen = {
      type: 'postgres',
      options: {
        host: 'db.example.net',
        user: 'me',
        password: { $config: 's3Backup.secrets.mail' },
      },
    };
    const reference = await backend.call('owner', 'post', '/plans', {
      ...base,
      source: stolen,
    });
    expect(reference.status).toBe(403);
    const tried = await backend.call(
      'owner',
      'post',
      '/sources/postgres/check',
      { options: stolen.options },
    );
    expect(tried.status).toBe(403);
    const portalWide = await backend.call('owner', 'post', '/plans', {
      ...base,
      entityRef: null,
      source: {
        type: 'sqlite',
        options: { path: `${backend.directory}/data/orders.db` },
      },
    });
    expect(portalWide.status).toBe(403);
  });
});
