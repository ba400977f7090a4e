import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConnectionCredentials, UnderstudyError } from '@understudy/model';
import { AwsStandIn } from '../__testUtils__/AwsStandIn';
import { startStore, TestStore } from '../storage/__testUtils__/startStore';
import { getText, putObject } from '../storage';
import { checkUp } from './checkUp';

jest.setTimeout(60_000);

const ROLE = 'arn:aws:iam::111122223333:role/backups';
const EXTERNAL_ID = 'understudy-0123456789abcdef';
const TOKEN = 'a-token-of-the-cluster';

describe('whose credentials are used', () => {
  let store: TestStore;
  let aws: AwsStandIn;
  let folder: string;
  const before = { ...process.env };

  beforeAll(async () => {
    store = await startStore();
    folder = await mkdtemp(join(tmpdir(), 'credentials-'));
    aws = await AwsStandIn.start({
      s3: store.s3,
      token: TOKEN,
      roles: [
        {
          arn: ROLE,
          trusts: ['UNDERSTUDYWRITER0001', 'AKIDOFPROFILE0000001'],
          externalId: EXTERNAL_ID,
        },
      ],
    });
    store.s3.users.add({
      accessKeyId: 'AKIDOFPROFILE0000001',
      secretAccessKey: 'secret-of-the-profile',
    });
  });
  afterAll(async () => {
    await aws.stop();
    await store.stop();
    await rm(folder, { recursive: true });
  });
  beforeEach(() => {
    for (const name of Object.keys(process.env)) {
      if (name.startsWith('AWS_')) delete process.env[name];
    }
    Object.assign(process.env, {
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none'),
      AWS_CONFIG_FILE: join(folder, 'none'),
      AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:1',
    });
    aws.asked.length = 0;
    aws.lasts = 3_600_000;
  });
  afterEach(() => {
    for (const name of Object.keys(process.env)) {
      if (!(name in before)) delete process.env[name];
    }
    Object.assign(process.env, before);
  });

  /** Writes and reads with them; answers the error where they are refused. */
  async function tried(
    credentials: ConnectionCredentials,
  ): Promise<UnderstudyError | undefined> {
    const bucket = store.open({}, { credentials });
    const key = bucket.key('x');
    try {
      await putObject(bucket, { key, body: Buffer.from('x') });
      expect(await getText(bucket, key)).toBe('x');
      return undefined;
    } catch (error) {
      return UnderstudyError.from(error);
    }
  }

  it('temporary keys go with their token, and not without', async () => {
    const keys = {
      type: 'keys',
      accessKeyId: 'ASIATEMPORARY0000001',
      secretAccessKey: 'temporary',
    } as const;
    store.s3.users.add({ ...keys, sessionToken: 'the-token' });
    expect(await tried({ ...keys, sessionToken: 'the-token' })).toBe(undefined);
    expect((await tried(keys))?.code).toMatch(/^s3-/);
    const wrong = await tried({ ...keys, sessionToken: 'another-token' });
    expect(JSON.stringify(wrong?.toProblem())).not.toContain('another-token');
  });

  describe.each(['named', 'default'] as const)('%s: of the machine', how => {
    const from = (
      source:
        | 'environment'
        | 'profile'
        | 'web-identity'
        | 'container'
        | 'instance',
    ) =>
      tried({
        type: 'ambient',
        source: how === 'named' ? source : 'default',
      });

    it('its environment', async () => {
      process.env.AWS_ACCESS_KEY_ID = 'UNDERSTUDYWRITER0001';
      process.env.AWS_SECRET_ACCESS_KEY = 'the-secret-of-the-writer';
      expect(await from('environment')).toBe(undefined);
    });

    it('a shared profile', async () => {
      const file = join(folder, 'credentials');
      await writeFile(
        file,
        '[default]\naws_access_key_id = AKIDOFPROFILE0000001\naws_secret_access_key = secret-of-the-profile\n',
      );
      process.env.AWS_SHARED_CREDENTIALS_FILE = file;
      expect(await from('profile')).toBe(undefined);
    });

    it('a web identity', async () => {
      const file = join(folder, 'web-token');
      await writeFile(file, TOKEN);
      Object.assign(process.env, {
        AWS_WEB_IDENTITY_TOKEN_FILE: file,
        AWS_ROLE_ARN: ROLE,
        AWS_ENDPOINT_URL_STS: aws.endpoint,
      });
      expect(await from('web-identity')).toBe(undefined);
      expect(aws.asked[0]).toMatch(`AssumeRoleWithWebIdentity ${ROLE}`);
    });

    it('a container', async () => {
      Object.assign(process.env, {
        AWS_CONTAINER_CREDENTIALS_FULL_URI: `${aws.endpoint}/container`,
        AWS_CONTAINER_AUTHORIZATION_TOKEN: TOKEN,
      });
      expect(await from('container')).toBe(undefined);
      expect(aws.asked).toEqual(['container']);
    });

    it('an instance', async () => {
      process.env.AWS_EC2_METADATA_SERVICE_ENDPOINT = aws.endpoint;
      expect(await from('instance')).toBe(undefined);
      expect(aws.asked).toEqual(['instance']);
    });
  });

  it('says of each source why it had none', async () => {
    const error = await tried({ type: 'ambient' });
    expect(error?.code).toBe('credentials-missing');
    for (const source of [
      'environment: ',
      'shared profile: ',
      'web identity: ',
      'container: ',
      'EC2 instance: ',
    ]) {
      expect(error?.message).toContain(source);
    }
  });

  it('looks nowhere else than where it was told to', async () => {
    process.env.AWS_ACCESS_KEY_ID = 'UNDERSTUDYWRITER0001';
    process.env.AWS_SECRET_ACCESS_KEY = 'the-secret-of-the-writer';
    const error = await tried({ type: 'ambient', source: 'container' });
    expect(error?.code).toBe('credentials-missing');
    expect(error?.message).not.toContain('environment');
  });

  describe('a role', () => {
    const base = {
      type: 'keys',
      accessKeyId: 'UNDERSTUDYWRITER0001',
      secretAccessKey: 'the-secret-of-the-writer',
    } as const;
    const role = (change: object = {}) =>
      ({
        type: 'assume-role',
        roleArn: ROLE,
        stsEndpoint: aws.endpoint,
        externalId: EXTERNAL_ID,
        base,
        ...change,
      } as ConnectionCredentials);

    it('is assumed with our external id, under its session name', async () => {
      expect(await tried(role({ sessionName: 'portal' }))).toBe(undefined);
      expect(aws.asked).toEqual([`AssumeRole ${ROLE} portal`]);
    });

    it('is not assumed without it, and the remedy names it', async () => {
      const without = await tried(role({ externalId: undefined }));
      expect(without?.code).toBe('credentials-missing');
      const wrong = await tried(role({ externalId: 'understudy-other' }));
      expect(wrong?.message).toContain('AccessDenied');
      expect(wrong?.hint).toContain('sts:ExternalId = understudy-other');
      expect(wrong?.hint).toContain(ROLE);
    });

    it('may be assumed by what the machine has', async () => {
      process.env.AWS_ACCESS_KEY_ID = 'UNDERSTUDYWRITER0001';
      process.env.AWS_SECRET_ACCESS_KEY = 'the-secret-of-the-writer';
      const ambient = { type: 'ambient', source: 'environment' };
      expect(await tried(role({ base: ambient }))).toBe(undefined);
    });

    it('is assumed again before it ends', async () => {
      aws.lasts = 1000;
      const bucket = store.open({}, { credentials: role() });
      const body = Buffer.from('x');
      await putObject(bucket, { key: bucket.key('1'), body });
      await new Promise(resolve => setTimeout(resolve, 1200));
      await putObject(bucket, { key: bucket.key('2'), body });
      expect(aws.asked.length).toBeGreaterThan(1);
    });

    it('stands in the check-up', async () => {
      const good = store.open({ profile: null }, { credentials: role() });
      const { steps, verdict } = await checkUp(good);
      expect(verdict).not.toBe('not-ready');
      expect(steps.find(({ id }) => id === 'credentials')?.seen).toMatch(
        /role was assumed/,
      );
      const bad = store.open(
        { profile: null },
        { credentials: role({ externalId: undefined }) },
      );
      const refused = (await checkUp(bad)).steps.find(
        ({ id }) => id === 'credentials',
      );
      expect(refused).toMatchObject({
        result: 'fail',
        code: 'credentials-missing',
      });
    });
  });

  it('tries those for deleting and restoring, too', async () => {
    const wrong = {
      type: 'keys',
      accessKeyId: 'UNDERSTUDYNOBODY0001',
      secretAccessKey: 'x',
    } as const;
    for (const [name, words] of [
      ['pruneCredentials', /^Those for deleting/],
      ['restoreCredentials', /^Those for restoring/],
    ] as const) {
      const bucket = store.open({ profile: null }, { [name]: wrong });
      const { steps } = await checkUp(bucket);
      expect(steps.find(({ id }) => id === 'credentials')).toMatchObject({
        result: 'fail',
        code: 's3-unknown-key',
        seen: expect.stringMatching(words),
      });
    }
  });
});
