import { Agent } from 'node:http';
import { connect } from 'node:net';
import { ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import {
  bucketName,
  type Harness,
  startHarness,
  testUser,
} from './__testUtils__/testSupport';
import { code, rawRequest, sendRaw, signRaw } from './__testUtils__/rawRequest';
import { LocalS3 } from './index';

describe('the server', () => {
  let harness: Harness;
  beforeEach(async () => {
    harness = await startHarness();
  });
  afterEach(() => harness.end());
  const raw = (method: string, path: string, more = {}) =>
    rawRequest({
      endpoint: harness.server.endpoint,
      method,
      path,
      user: testUser,
      ...more,
    });

  it('words errors as AWS does', async () => {
    const answer = await raw('GET', `/${bucketName}/a%26b`);
    expect(answer.status).toBe(404);
    expect(answer.headers['content-type']).toBe('application/xml');
    const id = answer.headers['x-amz-request-id'];
    expect(answer.text).toContain(
      `<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><Key>a&amp;b</Key><Resource>/${bucketName}/a&amp;b</Resource><RequestId>${id}</RequestId>`,
    );
    const bucket = await raw('GET', '/no-such-bucket?list-type=2');
    expect(bucket.text).toContain('<BucketName>no-such-bucket</BucketName>');
  });

  it('answers HEAD without a body, errors too', async () => {
    const answer = await raw('HEAD', `/${bucketName}/nothing`);
    expect([answer.status, answer.body.length]).toEqual([404, 0]);
  });

  it('takes the bucket from the host where the host is one of localhost', async () => {
    const { port } = harness.server;
    const headers = { host: `${bucketName}.localhost:${port}` };
    const put = await raw('PUT', '/in/host', { body: 'x', headers });
    expect(put.status).toBe(200);
    const get = await raw('GET', `/${bucketName}/in/host`);
    expect(get.text).toBe('x');
    const [logged] = harness.server.requests.list('PutObject');
    expect([logged.bucket, logged.key]).toEqual([bucketName, 'in/host']);
    const list = await raw('GET', '/?list-type=2', { headers });
    expect(list.text).toContain('<Key>in/host</Key>');
  });

  it('refuses what it can not read', async () => {
    expect(code(await raw('GET', `/${bucketName}/%zz`))).toBe('InvalidURI');
    expect(code(await raw('GET', `/${bucketName}/%ff`))).toBe('InvalidURI');
    expect(code(await raw('PATCH', `/${bucketName}/k`))).toBe(
      'MethodNotAllowed',
    );
    const xml = await raw('POST', `/${bucketName}/k?uploadId=x`, {
      body: '<a><b></a>',
    });
    expect(code(xml)).toBe('MalformedXML');
    const bomb =
      '<!DOCTYPE x [<!ENTITY a "aa">]><CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>&a;</ETag></Part></CompleteMultipartUpload>';
    const entity = await raw('POST', `/${bucketName}/k?uploadId=x`, {
      body: bomb,
    });
    expect(code(entity)).toBe('MalformedXML');
  });

  it('answers Expect: 100-continue when it wants the body, and only then', async () => {
    const { endpoint, port } = harness.server;
    const talk = async (path: string, user = testUser) => {
      const { headers } = signRaw({
        endpoint,
        method: 'PUT',
        path,
        user,
        payloadHash: 'UNSIGNED-PAYLOAD',
      });
      const head = Object.entries({
        ...headers,
        'content-length': '4',
        expect: '100-continue',
      });
      const socket = connect(port, '127.0.0.1');
      let text = '';
      await new Promise<void>((resolve, reject) => {
        socket.on('error', reject);
        socket.on('end', resolve);
        socket.on('data', chunk => {
          text += chunk;
          if (/^HTTP\/1.1 100/.test(text) && !text.includes('HTTP/1.1 200'))
            socket.write('data');
          if (text.includes('HTTP/1.1 200')) socket.end();
        });
        socket.write(
          `PUT ${path} HTTP/1.1\r\n${head
            .map(([n, v]) => `${n}: ${v}`)
            .join('\r\n')}\r\n\r\n`,
        );
      });
      return text;
    };
    const good = await talk(`/${bucketName}/expected`);
    expect(good).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 OK/);
    const wrong = { ...testUser, secretAccessKey: 'wrong' };
    expect(await talk(`/${bucketName}/refused`, wrong)).toMatch(
      /^HTTP\/1.1 403/,
    );
  });

  it('answers a refused upload although its body is still coming', async () => {
    const { endpoint } = harness.server;
    const path = '/no-such-bucket/k';
    const body = Buffer.alloc(20_000_000);
    const { headers } = signRaw({
      endpoint,
      method: 'PUT',
      path,
      user: testUser,
      body,
    });
    const answer = await sendRaw({
      endpoint,
      method: 'PUT',
      path,
      headers: { ...headers, 'content-length': String(body.length) },
      body,
    });
    expect([answer.status, code(answer)]).toEqual([404, 'NoSuchBucket']);
  });

  it('keeps the connection although it refuses an upload in the middle', async () => {
    const { endpoint } = harness.server;
    const path = `/${bucketName}/middle`;
    const { headers } = signRaw({
      endpoint,
      method: 'PUT',
      path,
      user: testUser,
      payloadHash: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      headers: { 'x-amz-decoded-content-length': '20000000' },
    });
    const body = Buffer.concat([
      Buffer.from('3\r\nabcXX'),
      Buffer.alloc(20_000_000),
    ]);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const first = await sendRaw({
      endpoint,
      method: 'PUT',
      path,
      headers: { ...headers, 'content-length': String(body.length) },
      body,
      agent,
    });
    expect([first.status, code(first)]).toEqual([400, 'InvalidRequest']);
    const next = await sendRaw({
      endpoint,
      method: 'GET',
      path: '/',
      headers: {},
      agent,
    });
    expect(code(next)).toBe('AccessDenied');
    agent.destroy();
  });

  it('stores nothing of an upload that breaks off, and leaves no rubbish', async () => {
    const { endpoint, port } = harness.server;
    const path = `/${bucketName}/broken`;
    const { headers } = signRaw({
      endpoint,
      method: 'PUT',
      path,
      user: testUser,
      payloadHash: 'UNSIGNED-PAYLOAD',
    });
    const head = Object.entries({ ...headers, 'content-length': '3000000' });
    const socket = connect(port, '127.0.0.1');
    socket.write(
      `PUT ${path} HTTP/1.1\r\n${head
        .map(([n, v]) => `${n}: ${v}`)
        .join('\r\n')}\r\n\r\n`,
    );
    socket.write(Buffer.alloc(2_000_000));
    const until = async (wanted: number) => {
      while ((await harness.storedFiles()).length !== wanted) {
        await new Promise(resolve => setTimeout(resolve, 10));
      }
    };
    await until(1);
    socket.destroy();
    await until(0);
    expect(code(await raw('GET', path))).toBe('NoSuchKey');
  });

  it('keeps one file for an object however often it is written, and none for one deleted', async () => {
    for (let i = 0; i < 5; i++)
      await raw('PUT', `/${bucketName}/k`, { body: `${i}` });
    expect(await harness.storedFiles()).toHaveLength(1);
    await raw('DELETE', `/${bucketName}/k`);
    expect(await harness.storedFiles()).toHaveLength(0);
  });

  it('serves many at once', async () => {
    const client = harness.client();
    await Promise.all(
      Array.from({ length: 200 }, (_, i) =>
        client.send(
          new PutObjectCommand({
            Bucket: bucketName,
            Key: `many/${i}`,
            Body: `${i}`,
          }),
        ),
      ),
    );
    const { KeyCount } = await client.send(
      new ListObjectsV2Command({ Bucket: bucketName }),
    );
    expect(KeyCount).toBe(200);
  });

  it('lets one process at a time use a folder', async () => {
    const options = { directory: harness.directory, users: [testUser] };
    await expect(LocalS3.start(options)).rejects.toThrow(/is in use/);
  });

  it('never repeats a secret when it refuses options', async () => {
    const users = [{ accessKeyId: 'x', secretAccessKey: 'very-secret' }];
    const start = LocalS3.start({ directory: harness.directory, users });
    await expect(start).rejects.toThrow(/users.0.accessKeyId/);
    await expect(start).rejects.not.toThrow(/very-secret/);
  });
});

describe('as a sink', () => {
  it('keeps sizes and no bytes', async () => {
    const harness = await startHarness({ discard: true, etag: 'fast' });
    const { endpoint } = harness.server;
    const at = { endpoint, path: `/${bucketName}/k`, user: testUser };
    const put = await rawRequest({ ...at, method: 'PUT', body: 'hello' });
    expect(put.headers.etag).toMatch(/^"[0-9a-f]{32}"$/);
    expect(await harness.storedFiles()).toHaveLength(0);
    const get = await rawRequest({ ...at, method: 'GET' });
    expect(get.body.equals(Buffer.alloc(5))).toBe(true);
    await harness.end();
  });
});
