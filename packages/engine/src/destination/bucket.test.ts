import {
  DestinationConnection,
  capabilityProfileSchema,
} from '@understudy/model';
import { addressOf } from './address';
import { Bucket, openBucket } from './bucket';
import { speaksChecksums } from './checksums';
import { getText, putObject } from '../storage';

const connection: DestinationConnection = {
  name: 'main',
  bucket: 'vault',
  prefix: 'portal/a',
  endpoint: 'https://s3.example.net',
  credentials: { type: 'keys', accessKeyId: 'id', secretAccessKey: 'secret' },
};

interface Request {
  headers: Record<string, string>;
  hostname: string;
  path: string;
}

/** What would be sent: stopped right before it is. */
async function sent(
  bucket: Bucket,
  work: (bucket: Bucket) => Promise<unknown>,
): Promise<Request> {
  let request: Request | undefined;
  bucket.client.middlewareStack.add(
    () => async args => {
      request = args.request as Request;
      throw Object.assign(new Error('stop'), { name: 'Stop' });
    },
    { step: 'finalizeRequest', priority: 'low', name: 'stop' },
  );
  await work(bucket).catch(() => {});
  bucket.close();
  if (!request) throw new Error('nothing was sent');
  return request;
}

const put = (bucket: Bucket) =>
  putObject(bucket, {
    key: bucket.key('x'),
    body: Buffer.alloc(3 * 1024 ** 2),
  });

describe('openBucket', () => {
  it('makes keys below its prefix', () => {
    const bucket = openBucket(connection);
    expect(bucket.key('a/b')).toBe('portal/a/a/b');
    expect(openBucket({ ...connection, prefix: '' }).key('a/b')).toBe('a/b');
  });

  it('leaves the body out of the signature over TLS and to itself only', async () => {
    const hash = async (endpoint?: string) => {
      const region = 'us-east-1';
      const bucket = openBucket({ ...connection, endpoint, region });
      return (await sent(bucket, put)).headers['x-amz-content-sha256'];
    };
    expect(await hash('https://s3.example.net')).toBe('UNSIGNED-PAYLOAD');
    expect(await hash('http://127.0.0.1:9000')).toBe('UNSIGNED-PAYLOAD');
    expect(await hash('http://localhost:9000')).toBe('UNSIGNED-PAYLOAD');
    expect(await hash(undefined)).toBe('UNSIGNED-PAYLOAD');
    expect(await hash('http://s3.example.net')).toMatch(/^[0-9a-f]{64}$/);
    expect(await hash('http://127.0.0.1.example.net')).toMatch(
      /^[0-9a-f]{64}$/,
    );
  });

  it('neither expects a 100-continue nor sends a body in chunks', async () => {
    const { headers } = await sent(openBucket(connection), put);
    const names = Object.keys(headers).map(name => name.toLowerCase());
    expect(names).not.toContain('expect');
    expect(names).not.toContain('transfer-encoding');
    expect(names).not.toContain('x-amz-trailer');
    expect(headers['content-length']).toBe(String(3 * 1024 ** 2));
  });

  it('asks for no checksums of a store until it is known to give them', async () => {
    const get = (bucket: Bucket) => getText(bucket, 'x');
    const mode = async (
      change: Partial<DestinationConnection>,
      known = false,
    ) => {
      const bucket = openBucket({
        ...connection,
        region: 'us-east-1',
        ...change,
      });
      if (known) {
        bucket.profile = capabilityProfileSchema.parse({
          probedAt: '',
          endpointHost: '',
          server: null,
          conditionalPut: 'yes',
          conditionalComplete: 'yes',
          checksumEcho: 'yes',
          bytesReadBack: 'yes',
          uniformParts: false,
          maxParts: 10_000,
        });
      }
      return (await sent(bucket, get)).headers['x-amz-checksum-mode'];
    };
    expect(await mode({})).toBeUndefined();
    expect(await mode({}, true)).toBe('ENABLED');
    expect(await mode({ endpoint: undefined })).toBe('ENABLED');
  });

  it('addresses compatible stores by path, AWS by name', async () => {
    const where = async (change: Partial<DestinationConnection>) => {
      const bucket = openBucket({
        ...connection,
        region: 'eu-west-1',
        ...change,
      });
      const { hostname, path } = await sent(bucket, put);
      return `${hostname}${path}`;
    };
    expect(await where({})).toBe('s3.example.net/vault/portal/a/x');
    expect(await where({ forcePathStyle: false })).toBe(
      'vault.s3.example.net/portal/a/x',
    );
    expect(await where({ endpoint: undefined })).toBe(
      'vault.s3.eu-west-1.amazonaws.com/portal/a/x',
    );
    // What no server here can do is looked at as it would be sent.
    const aws = { endpoint: undefined };
    expect(await where({ ...aws, dualStack: true })).toBe(
      'vault.s3.dualstack.eu-west-1.amazonaws.com/portal/a/x',
    );
    expect(await where({ ...aws, fips: true, region: 'us-east-1' })).toBe(
      'vault.s3-fips.us-east-1.amazonaws.com/portal/a/x',
    );
    expect(await where({ ...aws, accelerate: true })).toBe(
      'vault.s3-accelerate.amazonaws.com/portal/a/x',
    );
    expect(await where({ ...aws, accelerate: true, dualStack: true })).toBe(
      'vault.s3-accelerate.dualstack.amazonaws.com/portal/a/x',
    );
    expect(await where({ endpoint: undefined, bucket: 'va.ult' })).toBe(
      's3.eu-west-1.amazonaws.com/va.ult/portal/a/x',
    );
  });

  it("signs with the SDK's own chain where credentials are ambient", async () => {
    const before = { ...process.env };
    process.env.AWS_ACCESS_KEY_ID = 'FROMTHEENVIRONMENT01';
    process.env.AWS_SECRET_ACCESS_KEY = 'secret-of-the-environment';
    try {
      const ambient = openBucket({
        ...connection,
        credentials: { type: 'ambient' },
      });
      const { headers } = await sent(ambient, put);
      expect(headers.authorization).toContain('FROMTHEENVIRONMENT01');
      const own = await sent(openBucket(connection), put);
      expect(own.headers.authorization).toContain('Credential=id/');
    } finally {
      process.env = before;
    }
  });

  it('refuses what is no connection', () => {
    const bad = { ...connection, bucket: 'Not A Bucket' };
    expect(() => openBucket(bad)).toThrow();
  });
});

describe('addressOf', () => {
  it.each<[Partial<DestinationConnection>]>([
    [{}],
    [{ region: 'cn-north-1' }],
    [{ region: 'eusc-de-east-1' }],
    [{ dualStack: true }],
    [{ fips: true, region: 'us-east-1' }],
    [{ fips: true, dualStack: true, region: 'us-east-1' }],
    [{ accelerate: true }],
    [{ accelerate: true, dualStack: true }],
  ])('is where the SDK sends requests of AWS to: %j', async change => {
    const aws = {
      ...connection,
      endpoint: undefined,
      region: 'eu-west-1',
      ...change,
    };
    const { hostname } = await sent(openBucket(aws), put);
    expect(addressOf(aws).host).toBe(hostname);
  });

  it('has the provider’s defaults, and what is said wins', () => {
    const of = (change: Partial<DestinationConnection>) =>
      addressOf({ ...connection, ...change });
    const b2 = 'https://s3.us-west-004.backblazeb2.com';
    expect(of({ endpoint: b2 }).region).toBe('us-west-004');
    expect(of({ endpoint: b2, region: 'other' }).region).toBe('other');
    const r2 = 'https://abc.r2.cloudflarestorage.com';
    expect(of({ endpoint: r2, provider: 'r2' })).toMatchObject({
      region: 'auto',
      forcePathStyle: true,
    });
    // A private endpoint of AWS: by name, and it speaks checksums.
    const vpce = 'https://bucket.vpce-1a2b.s3.eu-west-1.vpce.amazonaws.com';
    const aws = { ...connection, endpoint: vpce, provider: 'aws' } as const;
    expect(addressOf(aws).forcePathStyle).toBe(false);
    expect(speaksChecksums({ connection: aws, profile: null })).toBe(true);
    expect(speaksChecksums({ connection, profile: null })).toBe(false);
  });

  it('knows the name that must resolve', () => {
    expect(addressOf(connection)).toMatchObject({
      host: 's3.example.net',
      port: 443,
      region: 'us-east-1',
      loopback: false,
    });
    const byName = { ...connection, forcePathStyle: false };
    expect(addressOf(byName).host).toBe('vault.s3.example.net');
    const ip = { ...byName, endpoint: 'http://[::1]:9000' };
    expect(addressOf(ip)).toMatchObject({
      host: '::1',
      port: 9000,
      loopback: true,
    });
  });
});
