import { randomBytes } from 'node:crypto';
import { DestinationConnection } from '@understudy/model';
import { startStore, TestStore } from '../../storage/__testUtils__/startStore';
import { checkUp } from '.';

jest.setTimeout(60_000);

const key = randomBytes(32).toString('base64');
const kms = (keyId: string) => ({ type: 'aws:kms', keyId } as const);

describe('a check-up of what a destination asks for', () => {
  let store: TestStore;
  beforeAll(async () => {
    store = await startStore({
      buckets: ['vault', { name: 'locks', objectLock: true }],
      kmsKeys: { good: 'enabled', off: 'disabled' },
    });
  });
  afterAll(() => store.stop());
  beforeEach(() => store.s3.faults.clear());

  const check = (change: Partial<DestinationConnection>) =>
    checkUp(store.open({ profile: null }, change));

  it.each<[string, Partial<DestinationConnection>, string[]]>([
    ['a class', { store: { storageClass: 'GLACIER_IR' } }, ['storage-class']],
    ['AES-256', { store: { encryption: { type: 'AES256' } } }, ['encryption']],
    ['KMS', { store: { encryption: kms('good') } }, ['encryption']],
    [
      'a key of ours',
      { store: { encryption: { type: 'sse-c', key } } },
      ['encryption'],
    ],
    ['tags', { store: { tags: true } }, ['tags']],
    [
      'a lock',
      {
        bucket: 'locks',
        store: { objectLock: { mode: 'GOVERNANCE', days: 7 } },
      },
      ['lock'],
    ],
    ['its owner', { expectedBucketOwner: '000000000000' }, ['bucket']],
  ])('passes %s', async (_name, change, ids) => {
    const { steps, verdict } = await check(change);
    expect(steps.filter(step => step.result === 'fail')).toEqual([]);
    expect(verdict).not.toBe('not-ready');
    for (const id of ids) {
      expect(steps.find(step => step.id === id)?.result).toBe('pass');
    }
  });

  it.each<[string, Partial<DestinationConnection>, string, string]>([
    [
      'a class that is not offered',
      { store: { storageClass: 'LUKEWARM' } },
      'storage-class',
      's3-bad-storage-class',
    ],
    [
      'a disabled KMS key',
      { store: { encryption: kms('off') } },
      'put',
      's3-kms-denied',
    ],
    [
      'an ACL where owners decide',
      { store: { acl: 'public-read' } },
      'put',
      's3-acl-refused',
    ],
    [
      'a lock where there is none',
      { store: { objectLock: { mode: 'COMPLIANCE', days: 1 } } },
      'lock',
      's3-no-object-lock',
    ],
    [
      'a bucket of others',
      { expectedBucketOwner: '111122223333' },
      'bucket',
      's3-wrong-owner',
    ],
  ])('names %s', async (_name, change, id, code) => {
    const { steps, verdict } = await check(change);
    expect(verdict).toBe('not-ready');
    const step = steps.find(each => each.id === id);
    expect(step).toMatchObject({ result: 'fail', code });
    expect(step?.remedy).toBeTruthy();
  });

  it('tells a bucket that blocks keys of customers from one that may not be written', async () => {
    const encryption = { type: 'sse-c', key } as const;
    store.s3.faults.add({
      operation: 'PutObject',
      key: /put a\+b/,
      effect: { status: 403, code: 'AccessDenied' },
    });
    const blocked = await check({ store: { encryption } });
    const put = blocked.steps.find(step => step.id === 'put');
    expect(put).toMatchObject({ result: 'fail', code: 's3-sse-c-blocked' });
    store.s3.faults.add({
      operation: 'PutObject',
      count: Infinity,
      effect: { status: 403, code: 'AccessDenied' },
    });
    const denied = await check({ store: { encryption } });
    expect(denied.steps.find(step => step.id === 'put')).toMatchObject({
      result: 'fail',
      code: 's3-denied-put',
    });
  });
});
