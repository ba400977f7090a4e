import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import authPlugin from '@backstage/plugin-auth-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { demoSignIn } from './signIn';

const user = (name: string, group: string) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name, namespace: 'default' },
  spec: { memberOf: [group] },
  relations: [{ type: 'memberOf', targetRef: `group:default/${group}` }],
});

const environment = process.env.NODE_ENV;

async function signIn(provider: string, nodeEnv: string) {
  (process.env as Record<string, string>).NODE_ENV = nodeEnv;
  const backend = await startTestBackend({
    features: [
      authPlugin,
      demoSignIn,
      catalogServiceMock.factory({
        entities: [user('owner', 'webshop-team'), user('reader', 'readers')],
      }),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost' },
          backend: {
            baseUrl: 'http://localhost',
            database: { client: 'better-sqlite3', connection: ':memory:' },
          },
          auth: { providers: { 'demo-owner': {}, 'demo-reader': {} } },
        },
      }),
    ],
  });
  try {
    const answer = await fetch(
      `http://127.0.0.1:${backend.server.port()}/api/auth/${provider}/refresh`,
      { method: 'POST' },
    );
    return { status: answer.status, body: await answer.json() };
  } finally {
    await backend.stop();
  }
}

describe('demo sign-in', () => {
  afterEach(() => {
    (process.env as Record<string, string | undefined>).NODE_ENV = environment;
  });

  it.each([
    ['demo-owner', 'user:default/owner', 'group:default/webshop-team'],
    ['demo-reader', 'user:default/reader', 'group:default/readers'],
  ])('%s signs in as %s in development', async (provider, ref, group) => {
    const { status, body } = await signIn(provider, 'development');
    expect(status).toBe(200);
    expect(body.backstageIdentity.identity).toMatchObject({
      userEntityRef: ref,
      ownershipEntityRefs: [ref, group],
    });
  });

  it.each(['production', 'test', ''])(
    'lets nobody in where NODE_ENV is "%s"',
    async nodeEnv => {
      const { status, body } = await signIn('demo-owner', nodeEnv);
      expect(status).toBe(403);
      expect(JSON.stringify(body)).not.toContain('token');
    },
  );
});
