import { ResponseError } from '@backstage/errors';
import { DiscoveryApi, FetchApi } from '@backstage/frontend-plugin-api';
import { z } from 'zod';
import type { Tagged } from '../S3BackupApi';
import { serverClock } from '../serverClock';

interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  body?: unknown;
  etag?: string | null;
  accept?: string;
  signal?: AbortSignal;
}

const LINES = 'application/x-ndjson';

/** A path of these segments. */
export const at = (...segments: string[]) =>
  segments.map(segment => `/${encodeURIComponent(segment)}`).join('');

/** The way to the backend: what is sent, how an answer is parsed, how one fails. */
export class PortalHttp {
  static create(options: {
    discoveryApi: DiscoveryApi;
    fetchApi: FetchApi;
  }): PortalHttp {
    return new PortalHttp(options.discoveryApi, options.fetchApi);
  }

  private constructor(
    private readonly discoveryApi: DiscoveryApi,
    private readonly fetchApi: FetchApi,
  ) {}

  baseUrl = () => this.discoveryApi.getBaseUrl('s3-backup');

  private async answer(path: string, call: Call): Promise<Response> {
    const headers: Record<string, string> = {};
    if (call.body !== undefined) headers['Content-Type'] = 'application/json';
    if (call.etag) headers['If-Match'] = call.etag;
    if (call.accept) headers.Accept = call.accept;
    const response = await this.fetchApi.fetch(`plugin://s3-backup${path}`, {
      method: call.method ?? 'GET',
      headers,
      body: call.body === undefined ? undefined : JSON.stringify(call.body),
      signal: call.signal,
    });
    serverClock.observe(response.headers.get('Date'));
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return response;
  }

  async send(path: string, call: Call): Promise<void> {
    await this.answer(path, call);
  }

  async read<T>(
    path: string,
    schema: z.ZodType<T>,
    call: Call = {},
  ): Promise<T> {
    return schema.parse(await (await this.answer(path, call)).json());
  }

  /** Each line of an answer as it comes; an answer in one piece is one line. */
  async lines(
    path: string,
    call: Call,
    onLine: (line: unknown) => void,
  ): Promise<void> {
    const accept = `${LINES}, application/json`;
    const { body } = await this.answer(path, { ...call, accept });
    if (!body) return;
    const reader = body.getReader();
    const decoder = new TextDecoder();
    let rest = '';
    for (;;) {
      const { done, value } = await reader.read();
      const texts = (rest + decoder.decode(value, { stream: !done })).split(
        '\n',
      );
      rest = done ? '' : texts.pop() ?? '';
      for (const text of texts) if (text.trim()) onLine(JSON.parse(text));
      if (done) return;
    }
  }

  async tagged<T>(
    path: string,
    schema: z.ZodType<T>,
    call: Call = {},
  ): Promise<Tagged<T>> {
    const response = await this.answer(path, call);
    return {
      value: schema.parse(await response.json()),
      etag: response.headers.get('ETag'),
    };
  }
}
