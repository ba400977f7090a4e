import { TestDatabases } from '@backstage/backend-test-utils';
import { TestBackend } from '../__testUtils__/TestBackend';

jest.setTimeout(120_000);

describe('help with AWS, through the API', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  let backend: TestBackend;
  beforeAll(async () => {
    backend = await TestBackend.start({
      knex: await databases.init('SQLITE_3'),
    });
  });
  afterAll(() => backend?.stop());

  const at = (path: string) => `/destinations/main/${path}`;
  const advice = async (): Promise<
    Array<{ id: string; state: string; call: string | null }>
  > => (await backend.call('admin', 'get', at('advice'))).body.items;
  const one = async (id: string) =>
    (await advice()).find(each => each.id === id)!;

  it('gives the least rights of a destination as it is configured', async () => {
    const { status, body } = await backend.call('admin', 'get', at('policies'));
    expect(status).toBe(200);
    const [writer] = body.items;
    expect(writer.id).toBe('writer');
    expect(JSON.parse(writer.json).Statement.at(-1)).toMatchObject({
      Resource: 'arn:aws:s3:::backups/understudy/*',
    });
    expect(JSON.stringify(body)).not.toContain('UNDERSTUDYTEST000001');
  });

  it.each(['versioning', 'default-encryption', 'lifecycle'])(
    'does what an advice on %s showed, on request only, and leaves a trace',
    async id => {
      const before = await one(id);
      expect(before).toMatchObject({ state: 'to-do' });
      expect(before.call).toContain('--bucket backups');
      const apply = (call: string) =>
        backend.call('admin', 'post', at('advice'), { id, call });
      const other = await apply(`${before.call} --more`);
      expect(other.status).toBe(409);
      expect(await one(id)).toEqual(before);
      const { status } = await apply(before.call!);
      expect(status).toBe(200);
      expect(await one(id)).toEqual({ id, state: 'done', call: null });
      expect(backend.logs.join('\n')).toMatch(
        new RegExp(`audit bucket-setting .*${id}`),
      );
    },
  );

  it('says that these keys may not, in words of its own', async () => {
    backend.s3.faults.add({
      operation: 'PutBucketVersioning',
      effect: { status: 403, code: 'AccessDenied' },
    });
    backend.s3.faults.add({
      operation: 'GetBucketVersioning',
      count: Infinity,
      effect: {
        status: 404,
        code: 'NoSuchVersioningConfiguration',
      },
    });
    const { id, call } = await one('versioning');
    const refused = await backend.call('admin', 'post', at('advice'), {
      id,
      call,
    });
    expect(refused.body.error ?? refused.body).toMatchObject({
      code: 's3-denied-setup',
    });
    backend.s3.faults.clear();
  });
});
