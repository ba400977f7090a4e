import {
  CHECK_UP_STEPS,
  CheckUpStep,
  CheckUpStepId,
  DestinationConnection,
} from '@understudy/model';
import { Fault } from '@understudy/local-s3';
import { startStore, TestStore } from '../../storage/__testUtils__/startStore';
import { listObjects, listUploads, putObject } from '../../storage';
import { Bucket } from '../bucket';
import { checkUp, probeDestination } from '.';

// Real requests, on machines that may be busy.
jest.setTimeout(60_000);

let store: TestStore;
let elsewhere: TestStore;

beforeAll(async () => {
  store = await startStore();
  elsewhere = await startStore({ region: 'eu-central-1' });
});
afterAll(async () => {
  await store.stop();
  await elsewhere.stop();
});
beforeEach(() => {
  store.s3.faults.clear();
  store.s3.requests.clear();
});

const always = (fault: Omit<Fault, 'count'>) =>
  store.s3.faults.add({ ...fault, count: Infinity });

async function leftovers(bucket: Bucket): Promise<string[]> {
  store.s3.faults.clear();
  const keys: string[] = [];
  const prefix = bucket.key('');
  for await (const found of listObjects(bucket, { prefix })) {
    if ('key' in found) keys.push(found.key);
  }
  for await (const found of listUploads(bucket, { prefix })) {
    keys.push(`upload ${found.key}`);
  }
  return keys;
}

const results = (steps: CheckUpStep[]) =>
  Object.fromEntries(steps.map(step => [step.id, step.result]));

/** Rows there are only where a destination asks for what they try. */
const WISHED = ['storage-class', 'encryption', 'acl'];
const IDS = CHECK_UP_STEPS.filter(id => !WISHED.includes(id));

describe('checkUp', () => {
  it('passes a good store, step by step, and leaves nothing behind', async () => {
    const bucket = store.open({ profile: null });
    const told: CheckUpStep[] = [];
    const found = await checkUp(bucket, { onStep: step => told.push(step) });
    expect(found.steps.map(step => step.id)).toEqual(IDS);
    const trouble = found.steps.filter(
      step => step.result === 'fail' || step.result === 'warn',
    );
    expect(trouble).toEqual([]);
    expect(told).toEqual(found.steps);
    expect(found.verdict).toBe('ready');
    expect(found.profile).toMatchObject({
      conditionalPut: 'yes',
      conditionalComplete: 'yes',
      checksumEcho: 'yes',
      bytesReadBack: 'yes',
      uniformParts: false,
      maxParts: 10_000,
      endpointHost: '127.0.0.1',
    });
    expect(await leftovers(bucket)).toEqual([]);
  });

  it('writes below _checkup only', async () => {
    const bucket = store.open({ profile: null });
    await checkUp(bucket);
    const written = store.s3.requests
      .filter(it => /^(Put|Create|Upload|Complete)/.test(it.operation))
      .map(it => it.key);
    expect(written.length).toBeGreaterThan(5);
    const allowed = new RegExp(`^${bucket.prefix}/_checkup/[0-9a-f-]{36}/`);
    for (const key of written) expect(key).toMatch(allowed);
  });

  it.each<[string, Partial<DestinationConnection>, string, string]>([
    [
      'a closed port',
      { endpoint: 'http://127.0.0.1:1' },
      'connect',
      'net-refused',
    ],
    [
      'a name that does not resolve',
      { endpoint: 'http://understudy.invalid' },
      'resolve',
      'net-not-found',
    ],
    ['another bucket', { bucket: 'not-there' }, 'bucket', 's3-no-such-bucket'],
    [
      'an unknown key',
      {
        credentials: {
          type: 'keys',
          accessKeyId: 'UNDERSTUDYNOBODY0001',
          secretAccessKey: 'x',
        },
      },
      'credentials',
      's3-unknown-key',
    ],
    [
      'a wrong secret',
      {
        credentials: {
          type: 'keys',
          accessKeyId: 'UNDERSTUDYWRITER0001',
          secretAccessKey: 'wrong',
        },
      },
      'credentials',
      's3-bad-signature',
    ],
    [
      'keys with spaces inside',
      {
        credentials: {
          type: 'keys',
          accessKeyId: 'UNDER STUDY',
          secretAccessKey: 'x',
        },
      },
      'input',
      'credentials-malformed',
    ],
    [
      'keys that may only read',
      {
        credentials: {
          type: 'keys',
          accessKeyId: 'UNDERSTUDYREADER0001',
          secretAccessKey: 'the-secret-of-the-reader',
        },
      },
      'put',
      's3-denied-put',
    ],
  ])('names the step and the remedy of %s', async (_name, change, id, code) => {
    const bucket = store.open({ profile: null }, change);
    const { verdict, steps, profile } = await checkUp(bucket);
    expect(verdict).toBe('not-ready');
    expect(profile).toBeNull();
    const bad = steps.filter(step => step.result === 'fail');
    expect(bad).toMatchObject([{ id, code, remedy: expect.any(String) }]);
    expect(steps.map(step => step.id)).toEqual(IDS);
    // Whatever needs it was not tried, and is not called failed.
    const after = steps.slice(IDS.indexOf(id as CheckUpStepId) + 1);
    const tried = after.filter(step => !/^Not tried: needs /.test(step.seen));
    for (const step of after)
      expect(step.needs !== null).toBe(!tried.includes(step));
    // Of the bucket itself something may be known without writing.
    const own = ['versioning', 'public-access', 'default-encryption'];
    own.push('lifecycle', 'replication', 'mfa-delete', 'distance');
    expect(
      tried.filter(step => id !== 'put' || !own.includes(step.id)),
    ).toEqual([]);
    expect(JSON.stringify(steps)).not.toContain('the-secret');
  });

  it('sees that http and https are mixed up', async () => {
    const endpoint = store.s3.endpoint.replace('http:', 'https:');
    const { steps } = await checkUp(
      store.open({ profile: null }, { endpoint }),
    );
    expect(steps.find(step => step.result === 'fail')).toMatchObject({
      id: 'connect',
      code: 'net-refused',
      seen: expect.stringMatching(/^No TLS at 127\.0\.0\.1:\d+/),
      remedy: expect.stringContaining('http and https not mixed up'),
    });
  });

  it('offers the right region', async () => {
    const bucket = elsewhere.open({ profile: null }, { region: 'us-east-1' });
    const { steps } = await checkUp(bucket);
    const region = steps.find(step => step.id === 'region');
    expect(region).toMatchObject({
      result: 'fail',
      code: 's3-wrong-region',
      fix: { field: 'region', value: 'eu-central-1' },
      // What it takes to say it in another language.
      details: { region: 'us-east-1', actual: 'eu-central-1' },
    });
    const fixed = elsewhere.open(
      { profile: null },
      { region: region!.fix!.value },
    );
    expect((await checkUp(fixed)).verdict).toBe('ready');
  });

  it('offers path style where the name of the bucket does not resolve', async () => {
    const change = {
      endpoint: 'http://understudy.invalid',
      forcePathStyle: false,
    };
    const { steps } = await checkUp(store.open({ profile: null }, change));
    expect(steps[1].fix).toEqual({ field: 'forcePathStyle', value: 'true' });
  });

  it('sees a clock that is off', async () => {
    const late = await startStore({ now: () => Date.now() + 20 * 60_000 });
    try {
      const { verdict, steps } = await checkUp(late.open({ profile: null }));
      expect(verdict).toBe('not-ready');
      expect(steps.find(step => step.result === 'fail')).toMatchObject({
        id: expect.stringMatching(/^clock|credentials$/),
        code: 's3-clock-skew',
      });
    } finally {
      await late.stop();
    }
  });

  it('goes on where listing alone is refused', async () => {
    always({
      operation: 'ListObjectsV2',
      effect: { status: 403, code: 'AccessDenied' },
    });
    const bucket = store.open({ profile: null });
    const { verdict, steps } = await checkUp(bucket);
    expect(verdict).toBe('not-ready');
    expect(results(steps)).toMatchObject({
      list: 'fail',
      put: 'pass',
      multipart: 'pass',
      compare: 'pass',
      'clean-up': 'pass',
    });
    expect(await leftovers(bucket)).toEqual([]);
  });

  it('warns of a store that ignores conditions, and says so in the profile', async () => {
    always({ operation: '*', effect: { ignoreConditions: true } });
    const { verdict, steps, profile } = await checkUp(
      store.open({ profile: null }),
    );
    expect(verdict).toBe('ready-with-warnings');
    expect(results(steps)['conditional-put']).toBe('warn');
    expect(profile).toMatchObject({
      conditionalPut: 'no',
      conditionalComplete: 'no',
    });
  });

  it('does not rely on checksums that are taken and forgotten', async () => {
    always({ operation: '*', effect: { omitChecksums: true } });
    const { profile } = await checkUp(store.open({ profile: null }));
    expect(profile?.checksumEcho).toBe('no');
  });

  it.each([
    ['an object', 'PutObject', /put a\+b/],
    ['a part', 'UploadPart', /\/parts\.bin$/],
  ])(
    'notices bytes of %s that come back changed',
    async (_n, operation, key) => {
      always({ operation, key, effect: { flipByteAt: 100 } });
      const bucket = store.open({ profile: null });
      const { verdict, steps } = await checkUp(bucket);
      expect(verdict).toBe('not-ready');
      expect(steps.find(step => step.id === 'compare')).toMatchObject({
        result: 'fail',
        code: 's3-corrupt',
      });
      expect(await leftovers(bucket)).toEqual([]);
    },
  );

  it.each(['UploadPart', 'CompleteMultipartUpload', 'GetObject'])(
    'cleans up after a failure of %s',
    async operation => {
      const key = /_checkup/;
      always({ operation, key, effect: { status: 403, code: 'AccessDenied' } });
      const bucket = store.open({ profile: null });
      expect((await checkUp(bucket)).verdict).toBe('not-ready');
      expect(await leftovers(bucket)).toEqual([]);
    },
  );

  it('cleans up what a store took and did not answer', async () => {
    const key = /_checkup/;
    always({ operation: 'PutObject', key, effect: { afterCommit: 'reset' } });
    const bucket = store.open({ profile: null });
    const { steps } = await checkUp(bucket);
    expect(results(steps)).toMatchObject({
      put: 'fail',
      'clean-up': 'not-tested',
    });
    expect(await leftovers(bucket)).toEqual([]);
  });

  it('warns where what was written cannot be deleted', async () => {
    for (const operation of ['DeleteObject', 'DeleteObjects']) {
      always({ operation, effect: { status: 403, code: 'AccessDenied' } });
    }
    const { verdict, steps } = await checkUp(store.open({ profile: null }));
    expect(verdict).toBe('ready-with-warnings');
    expect(steps.find(step => step.id === 'delete')).toMatchObject({
      result: 'warn',
      code: 's3-denied-delete',
    });
  });

  it('finds parts of one size where others are refused', async () => {
    always({
      operation: 'CompleteMultipartUpload',
      key: /\/parts\.bin$/,
      effect: { status: 400, code: 'InvalidPart' },
    });
    const bucket = store.open({ profile: null });
    const { profile } = await checkUp(bucket);
    expect(profile?.uniformParts).toBe(true);
    expect(await leftovers(bucket)).toEqual([]);
  });

  it('finds out how many parts are taken', async () => {
    store.s3.faults.add({
      operation: 'UploadPart',
      key: /\/numbers\.bin$/,
      effect: { status: 400, code: 'InvalidArgument' },
    });
    const { profile } = await checkUp(store.open({ profile: null }));
    expect(profile?.maxParts).toBe(1000);
  });

  it('refuses a prefix of somebody else, above or here', async () => {
    const bucket = store.open({ profile: null });
    const json = {
      format: 1,
      owner: 'o',
      instance: 'them',
      since: '2026-11-21',
    };
    const body = Buffer.from(JSON.stringify(json));
    await putObject(bucket, { key: bucket.key('understudy.json'), body });
    const theirs = await checkUp(bucket, { instance: 'us' });
    expect(theirs.steps.find(step => step.id === 'owner')).toMatchObject({
      result: 'fail',
      code: 'foreign-prefix',
    });
    expect((await checkUp(bucket, { instance: 'them' })).verdict).toBe('ready');
    const prefix = `${bucket.prefix}/inner`;
    const below = store.open({ profile: null }, { prefix });
    const nested = await checkUp(below, { instance: 'them' });
    expect(nested.steps.find(step => step.id === 'owner')?.code).toBe(
      'nested-prefix',
    );
    expect(await leftovers(below)).toEqual([]);
  });

  it('stops when cancelled, and cleans up', async () => {
    const bucket = store.open({ profile: null });
    const stop = new AbortController();
    const work = checkUp(bucket, {
      signal: stop.signal,
      onStep: step => step.id === 'conditional-put' && stop.abort(),
    });
    await expect(work).rejects.toMatchObject({ code: 'cancelled' });
    expect(await leftovers(bucket)).toEqual([]);
  });
});

describe('probeDestination', () => {
  it('finds the same, and leaves nothing behind', async () => {
    const bucket = store.open({ profile: null });
    const profile = await probeDestination(bucket);
    const { profile: same } = await checkUp(bucket);
    const known = Object.entries(profile).filter(
      ([name, answer]) => answer !== 'unknown' && name !== 'probedAt',
    );
    expect(known.length).toBeGreaterThan(8);
    expect(same).toMatchObject(
      Object.fromEntries(
        known.filter(([name]) => name !== 'latencyMs' && name !== 'errors'),
      ),
    );
    expect(await leftovers(bucket)).toEqual([]);
  });

  it('throws where nothing can be written', async () => {
    always({
      operation: 'PutObject',
      effect: { status: 403, code: 'AccessDenied' },
    });
    const work = probeDestination(store.open({ profile: null }));
    await expect(work).rejects.toMatchObject({ code: 's3-denied-put' });
  });
});
