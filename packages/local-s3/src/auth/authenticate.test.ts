import {
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import {
  bucketName,
  type Harness,
  refusal,
  startHarness,
  testUser,
} from '../__testUtils__/testSupport';
import {
  code,
  type RawOptions,
  rawRequest,
  sendRaw,
  signRaw,
} from '../__testUtils__/rawRequest';

const reader = {
  accessKeyId: 'READER',
  secretAccessKey: 'reader-secret',
  readOnly: true,
};
const minute = 60_000;

describe('authentication', () => {
  let harness: Harness;
  let offset = 0;
  const raw = (options: Partial<RawOptions> = {}) =>
    rawRequest({
      endpoint: harness.server.endpoint,
      method: 'GET',
      path: `/${bucketName}?list-type=2`,
      user: testUser,
      ...options,
    });

  beforeAll(async () => {
    harness = await startHarness({
      users: [testUser, reader],
      region: 'eu-west-1',
      now: () => Date.now() + offset,
    });
  });
  afterEach(() => {
    offset = 0;
  });
  afterAll(() => harness.end());

  it('takes a right signature', async () => {
    expect((await raw({ region: 'eu-west-1' })).status).toBe(200);
  });

  it('refuses an unknown access key', async () => {
    const answer = await raw({
      region: 'eu-west-1',
      user: { ...testUser, accessKeyId: 'NOBODY' },
    });
    expect(answer.status).toBe(403);
    expect(code(answer)).toBe('InvalidAccessKeyId');
    expect(answer.text).toContain('<AWSAccessKeyId>NOBODY</AWSAccessKeyId>');
  });

  it('refuses a wrong secret and never tells the right one', async () => {
    const answer = await raw({
      region: 'eu-west-1',
      user: { ...testUser, secretAccessKey: 'wrong' },
    });
    expect(answer.status).toBe(403);
    expect(code(answer)).toBe('SignatureDoesNotMatch');
    expect(answer.text).toContain('<StringToSign>AWS4-HMAC-SHA256');
    expect(answer.text).not.toContain(testUser.secretAccessKey);
  });

  it("refuses another region and names the bucket's", async () => {
    const answer = await raw({ region: 'us-east-1' });
    expect(answer.status).toBe(400);
    expect(code(answer)).toBe('AuthorizationHeaderMalformed');
    expect(answer.text).toContain(
      "the region 'us-east-1' is wrong; expecting 'eu-west-1'",
    );
    expect(answer.text).toContain('<Region>eu-west-1</Region>');
    expect(answer.headers['x-amz-bucket-region']).toBe('eu-west-1');
    const head = await raw({ method: 'HEAD', path: `/${bucketName}` });
    expect([head.status, head.body.length]).toEqual([400, 0]);
    expect(head.headers['x-amz-bucket-region']).toBe('eu-west-1');
  });

  it('refuses another service', async () => {
    const answer = await raw({ region: 'eu-west-1', service: 'sts' });
    expect(code(answer)).toBe('AuthorizationHeaderMalformed');
  });

  it.each([-16, 16])(
    'refuses a clock that is %d minutes off',
    async minutes => {
      const answer = await raw({
        region: 'eu-west-1',
        at: Date.now() + minutes * minute,
      });
      expect(answer.status).toBe(403);
      expect(code(answer)).toBe('RequestTimeTooSkewed');
      expect(answer.text).toContain(
        '<MaxAllowedSkewMilliseconds>900000</MaxAllowedSkewMilliseconds>',
      );
    },
  );

  it('lets a client with a wrong clock set it by the Date header, as the SDK does', async () => {
    offset = 3 * 60 * minute;
    const client = harness.client({ maxAttempts: 2 });
    const list = new ListObjectsV2Command({ Bucket: bucketName });
    expect((await client.send(list)).$metadata.attempts).toBe(2);
  });

  it.each([-14, 14])('takes a clock that is %d minutes off', async minutes => {
    const at = Date.now() + minutes * minute;
    const answer = await raw({ region: 'eu-west-1', at });
    // Around midnight the day of the credential goes with the request's time.
    expect(answer.status).toBe(200);
  });

  it('refuses a request without a signature, and one of the old kind', async () => {
    const { endpoint } = harness.server;
    const path = `/${bucketName}`;
    const anonymous = await sendRaw({
      endpoint,
      method: 'GET',
      path,
      headers: {},
    });
    expect([anonymous.status, code(anonymous)]).toEqual([403, 'AccessDenied']);
    const old = await sendRaw({
      endpoint,
      method: 'GET',
      path,
      headers: { authorization: 'AWS TESTUSER:abc=' },
    });
    expect([old.status, code(old)]).toEqual([400, 'InvalidRequest']);
    expect(old.text).toContain('Please use AWS4-HMAC-SHA256');
  });

  it('refuses a header that says what to do and is not signed', async () => {
    const answer = await raw({
      region: 'eu-west-1',
      method: 'PUT',
      path: `/${bucketName}/k`,
      body: 'x',
      unsigned: { 'x-amz-meta-added': 'by somebody else' },
    });
    expect([answer.status, code(answer)]).toEqual([403, 'AccessDenied']);
    expect(answer.text).toContain(
      '<HeadersNotSigned>x-amz-meta-added</HeadersNotSigned>',
    );
  });

  it('refuses a path or query that is not the signed one', async () => {
    const { endpoint } = harness.server;
    const signed = signRaw({
      endpoint,
      method: 'GET',
      path: `/${bucketName}?list-type=2&prefix=a`,
      user: testUser,
      region: 'eu-west-1',
    });
    for (const path of [
      `/${bucketName}?list-type=2&prefix=b`,
      `/${bucketName}/k?list-type=2&prefix=a`,
    ]) {
      const answer = await sendRaw({
        endpoint,
        method: 'GET',
        path,
        headers: signed.headers,
      });
      expect(code(answer)).toBe('SignatureDoesNotMatch');
    }
  });

  it('verifies the hash of the payload', async () => {
    const answer = await raw({
      region: 'eu-west-1',
      method: 'PUT',
      path: `/${bucketName}/hashed`,
      body: 'changed on the way',
      payloadHash: 'a'.repeat(64),
    });
    expect([answer.status, code(answer)]).toEqual([
      400,
      'XAmzContentSHA256Mismatch',
    ]);
    const get = await raw({
      region: 'eu-west-1',
      path: `/${bucketName}/hashed`,
    });
    expect(code(get)).toBe('NoSuchKey');
  });

  it('refuses a payload hash that is none', async () => {
    const answer = await raw({ region: 'eu-west-1', payloadHash: 'SOMETHING' });
    expect([answer.status, code(answer)]).toEqual([400, 'InvalidArgument']);
  });

  it('takes an unsigned payload', async () => {
    const answer = await raw({
      region: 'eu-west-1',
      method: 'PUT',
      path: `/${bucketName}/unsigned`,
      body: 'bytes',
      payloadHash: 'UNSIGNED-PAYLOAD',
    });
    expect(answer.status).toBe(200);
  });

  it('refuses a session token, since there are no sessions', async () => {
    const client = harness.client({
      credentials: { ...testUser, sessionToken: 'token' },
    });
    const call = client.send(new ListObjectsV2Command({ Bucket: bucketName }));
    expect((await refusal(call)).name).toBe('InvalidToken');
  });

  it('lets a read-only user read and nothing else', async () => {
    const client = harness.client({ credentials: reader });
    await client.send(new ListObjectsV2Command({ Bucket: bucketName }));
    const call = client.send(
      new PutObjectCommand({ Bucket: bucketName, Key: 'k', Body: 'x' }),
    );
    const { name, status, message } = await refusal(call);
    expect([name, status]).toEqual(['AccessDenied', 403]);
    expect(message).toContain('is not authorized to perform: s3:PutObject');
  });

  describe('presigned URLs', () => {
    const sign = (expiresIn = 60) =>
      getSignedUrl(
        harness.client(),
        new GetObjectCommand({ Bucket: bucketName, Key: 'a + é/b' }),
        { expiresIn },
      );

    beforeAll(async () => {
      await harness.client().send(
        new PutObjectCommand({
          Bucket: bucketName,
          Key: 'a + é/b',
          Body: 'text',
        }),
      );
    });

    const fetchRaw = async (url: string) => {
      const { pathname, search, origin } = new URL(url);
      return sendRaw({
        endpoint: origin,
        method: 'GET',
        path: pathname + search,
        headers: {},
      });
    };

    it('are taken until they expire', async () => {
      const url = await sign();
      expect((await fetchRaw(url)).text).toBe('text');
      offset = 61_000;
      const late = await fetchRaw(url);
      expect([late.status, code(late)]).toEqual([403, 'AccessDenied']);
      expect(late.text).toContain('Request has expired');
    });

    it('outlive the skew that is allowed to a signed header', async () => {
      const url = await sign(3600);
      offset = 30 * minute;
      expect((await fetchRaw(url)).status).toBe(200);
    });

    it('are refused when changed', async () => {
      const url = await sign();
      const longer = url.replace('X-Amz-Expires=60', 'X-Amz-Expires=600');
      expect(code(await fetchRaw(longer))).toBe('SignatureDoesNotMatch');
      const tooLong = url.replace('X-Amz-Expires=60', 'X-Amz-Expires=700000');
      expect(code(await fetchRaw(tooLong))).toBe(
        'AuthorizationQueryParametersError',
      );
    });

    it('can carry a PUT', async () => {
      const url = await getSignedUrl(
        harness.client({ requestChecksumCalculation: 'WHEN_REQUIRED' }),
        new PutObjectCommand({ Bucket: bucketName, Key: 'put' }),
      );
      const { pathname, search, origin } = new URL(url);
      const answer = await sendRaw({
        endpoint: origin,
        method: 'PUT',
        path: pathname + search,
        headers: { 'content-length': '4' },
        body: 'text',
      });
      expect(answer.status).toBe(200);
    });
  });
});
