import { FetchApi } from '@backstage/frontend-plugin-api';
import {
  sampleRun,
  sampleSettings,
  sampleSources,
} from '../__testUtils__/samples';
import { toApiProblem } from './problem';
import { S3BackupClient } from './S3BackupClient';

interface Answer {
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
}

function clientOf(answer: Answer) {
  const asked: Array<{ url: string; init: RequestInit }> = [];
  const { status = 200, body = {}, headers = {} } = answer;
  const fetch = async (url: string, init: RequestInit) => {
    asked.push({ url, init });
    const text = JSON.stringify(body);
    return {
      ok: status < 400,
      status,
      statusText: '',
      headers: new Headers({ 'content-type': 'application/json', ...headers }),
      json: async () => JSON.parse(text),
      text: async () => text,
    };
  };
  const client = S3BackupClient.create({
    discoveryApi: {
      getBaseUrl: async () => 'http://portal:7007/api/s3-backup',
    },
    fetchApi: { fetch } as unknown as FetchApi,
  });
  return { client, asked };
}

it('repeats several values of a filter and leaves out what is unset', async () => {
  const { client, asked } = clientOf({
    body: { items: [sampleRun()], nextCursor: 'next' },
  });
  const page = await client.runs({
    status: ['failed', 'partial'],
    q: '',
    mine: undefined,
    limit: 25,
    cursor: 'a b',
  });
  expect(page.nextCursor).toBe('next');
  expect(asked[0].url).toBe(
    'plugin://s3-backup/runs?status=failed&status=partial&limit=25&cursor=a+b',
  );
});

it('sends the tag that was read with a change', async () => {
  const { client, asked } = clientOf({
    body: sampleSettings(),
    headers: { ETag: '"7"' },
  });
  const { value, etag } = await client.settings();
  const { automaticBackup, defaults, notifications } = value;
  await client.saveSettings({ automaticBackup, defaults, notifications }, etag);
  expect(asked[1].init).toEqual(
    expect.objectContaining({
      method: 'PUT',
      headers: { 'Content-Type': 'application/json', 'If-Match': '"7"' },
    }),
  );
});

it('escapes names, and asks for the last lines of a log by offset', async () => {
  const { client, asked } = clientOf({
    body: { lines: [], total: 0, offset: 0 },
  });
  await client.runLog('a/b', 500);
  expect(asked[0].url).toBe('plugin://s3-backup/runs/a%2Fb/log?offset=500');
});

it('confirms a delete in the body, never in the address', async () => {
  const { client, asked } = clientOf({ status: 202, body: sampleRun() });
  await client.deleteBackup('f'.repeat(32), 'orders');
  expect(asked[0].init).toEqual(
    expect.objectContaining({ method: 'DELETE', body: '{"confirm":"orders"}' }),
  );
});

it.each([
  ['https://elsewhere/d/1', 'https://elsewhere/d/1'],
  [
    '/api/s3-backup/downloads/1',
    'http://portal:7007/api/s3-backup/downloads/1',
  ],
  ['/downloads/1', 'http://portal:7007/api/s3-backup/downloads/1'],
])('makes an address of the download %s', async (url, address) => {
  const { client } = clientOf({ body: { url } });
  expect(await client.download('id', 'orders.db', 'stored')).toBe(address);
});

it('refuses an answer that is not what the schema says', async () => {
  const { client } = clientOf({ body: { ...sampleRun(), status: 'fine' } });
  const problem = toApiProblem(await client.run('x').catch(error => error));
  expect(problem.code).toBe('defect');
  expect(problem.message).toContain('status');
});

it('takes lists of sources', async () => {
  const { client } = clientOf({ body: { items: sampleSources } });
  expect(await client.sources()).toEqual(sampleSources);
});

describe('a refusal', () => {
  const refusal = async (error: unknown, status = 400) =>
    toApiProblem(
      await clientOf({
        status,
        body: { error, response: { statusCode: status } },
      })
        .client.plans()
        .catch(reason => reason),
    );

  it('keeps the words of the backend', async () => {
    expect(
      await refusal(
        {
          name: 'ConflictError',
          message: 'No s3Backup.secretKeys in the configuration.',
          code: 'secret-key-missing',
          title: 'Secrets cannot be stored yet',
          hint: 'Set it.',
          details: { a: 1 },
        },
        409,
      ),
    ).toEqual({
      status: 409,
      code: 'secret-key-missing',
      title: 'Secrets cannot be stored yet',
      message: 'No s3Backup.secretKeys in the configuration.',
      hint: 'Set it.',
      details: { a: 1 },
      fields: {},
    });
  });

  it('finds the fields that were wrong', async () => {
    expect(
      (
        await refusal({
          name: 'InputError',
          message: 'x',
          details: { issues: [{ path: ['schedule', 'at'], message: 'HH:MM' }] },
        })
      ).fields,
    ).toEqual({ 'schedule.at': 'HH:MM' });
  });

  it('tells a network that is down from an answer', () => {
    expect(toApiProblem(new TypeError('Failed to fetch'))).toEqual(
      expect.objectContaining({ status: null, code: null, title: null }),
    );
  });
});
