import { createServer, IncomingMessage, request } from 'node:http';
import { AddressInfo } from 'node:net';

/** An answer in place of the store's. */
export interface OwnAnswer {
  status: number;
  body?: string;
  headers?: Record<string, string>;
}

/** A server in front of a store. */
export interface Front {
  endpoint: string;
  stop(): Promise<void>;
}

/** An error as S3 writes it. */
export const refusal = (status: number, code: string, words = code) => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${words}</Message></Error>`,
});

/** A good answer of some XML. */
export const xml = (body: string): OwnAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/xml' },
  body,
});

/**
 * Puts a server in front of a store that answers by itself where `answer`
 * says so: a store of another make, a proxy in between, settings of a bucket.
 * All else goes through unchanged, signatures too.
 */
export async function startFront(
  endpoint: string,
  answer: (message: IncomingMessage) => OwnAnswer | undefined,
): Promise<Front> {
  const { hostname, port } = new URL(endpoint);
  const server = createServer((message, response) => {
    const own = answer(message);
    if (own) {
      // What is still on its way is thrown away, so that the answer is read.
      message.resume();
      message.once('end', () => {
        response.writeHead(own.status, own.headers);
        response.end(own.body);
      });
      return;
    }
    const { method, url: path, headers } = message;
    const passed = request({ hostname, port, method, path, headers }, from => {
      response.writeHead(from.statusCode ?? 500, from.headers);
      from.pipe(response);
    });
    passed.once('error', () => response.destroy());
    message.pipe(passed);
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
