import { bucketSettings, setUpBucket } from '../storage';
import { startStore, TestStore } from '../storage/__testUtils__/startStore';
import { bucketAdvice } from './advice';

describe('setUpBucket', () => {
  let store: TestStore;
  beforeAll(async () => {
    store = await startStore({ buckets: ['vault'] });
  });
  afterAll(() => store.stop());

  it('makes the call of each advice, and then nothing is left to do', async () => {
    const bucket = store.open();
    const look = async () =>
      bucketAdvice(bucket.connection, await bucketSettings(bucket));
    const calls = (await look()).flatMap(({ call }) => call ?? []);
    expect(calls.map(({ operation }) => operation)).toEqual([
      'PutBucketVersioning',
      'PutBucketEncryption',
      'PutPublicAccessBlock',
      'PutBucketLifecycleConfiguration',
    ]);
    for (const call of calls) await setUpBucket(bucket, call);
    // Versions are kept now, and the rules that were made end them, too.
    expect((await look()).flatMap(({ call }) => call ?? [])).toEqual([]);
    const again = await bucketSettings(bucket);
    expect(again.versioning).toMatchObject({ value: { status: 'Enabled' } });
    expect(again.publicAccess).toMatchObject({
      value: { RestrictPublicBuckets: true },
    });
  });
});
