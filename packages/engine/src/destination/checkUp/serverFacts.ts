import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { DestinationConnection } from '@understudy/model';
import { Address, addressesOf } from '../address';
import { agentsOf } from '../agents';

/** What an answer to an unsigned request tells. */
export interface ServerFacts {
  /** Of the answer, by the store's clock. */
  date: Date | null;
  server: string | null;
  contentType: string | null;
  status: number;
  /** End of the certificate's validity. */
  certificateUntil: string | null;
  /** By how much this machine's clock is ahead, in milliseconds. */
  skew: number | null;
}

/** The facts of the first address of a store that answers. */
export async function serverFacts(
  connection: DestinationConnection,
  signal?: AbortSignal,
): Promise<ServerFacts> {
  let first: unknown;
  for (const address of addressesOf(connection)) {
    try {
      return await factsAt(connection, address, signal);
    } catch (error) {
      first ??= error;
    }
  }
  throw first;
}

/**
 * Asks one address for anything, without credentials, to see whether somebody
 * listens, with which certificate and which clock.
 */
export function factsAt(
  connection: DestinationConnection,
  { protocol, host, port }: Address,
  signal?: AbortSignal,
): Promise<ServerFacts> {
  const secure = protocol === 'https:';
  const request = secure ? httpsRequest : httpRequest;
  const { httpAgent, httpsAgent } = agentsOf(connection);
  const agent = secure ? httpsAgent : httpAgent;
  const options = { host, port, method: 'GET', path: '/', timeout: 10_000 };
  return new Promise((resolve, reject) => {
    const asked = request({ ...options, agent, signal });
    asked.once('close', () => agent.destroy());
    asked.once('timeout', () =>
      asked.destroy(
        Object.assign(new Error('no answer within 10 s'), {
          code: 'ETIMEDOUT',
        }),
      ),
    );
    asked.once('error', reject);
    asked.once('response', (answer: IncomingMessage) => {
      const now = Date.now();
      const date = Date.parse(answer.headers.date ?? '');
      const socket = answer.socket as Partial<TLSSocket>;
      const certificate = socket.getPeerCertificate?.();
      resolve({
        date: Number.isNaN(date) ? null : new Date(date),
        server: answer.headers.server?.toString() ?? null,
        contentType: answer.headers['content-type'] ?? null,
        status: answer.statusCode ?? 0,
        certificateUntil: certificate ? String(certificate.valid_to) : null,
        skew: Number.isNaN(date) ? null : now - date,
      });
      answer.destroy();
    });
    asked.end();
  });
}
