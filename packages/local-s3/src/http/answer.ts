import type { ServerResponse } from 'node:http';
import { S3Error } from '../errors';
import type { Effects } from '../faults';
import { element } from '../xml';
import type { Answer } from './call';
import { firstBytes, flipped } from './mangle';

/** Thrown where a fault kills the connection, so that nothing tries to answer any more. */
export class ConnectionReset extends Error {
  static create(): ConnectionReset {
    return new ConnectionReset('The connection was reset by a fault');
  }
}

/** An unexpected error becomes the one that S3 gives for its own; its cause stays inside. */
export function asS3Error(error: unknown): S3Error {
  if (error instanceof S3Error) return error;
  return S3Error.create({
    status: 500,
    code: 'InternalError',
    message: 'We encountered an internal error. Please try again.',
  });
}

export function errorAnswer(
  error: S3Error,
  context: { resource: string; requestId: string; hostId: string },
): Answer {
  const details = Object.entries(error.details).map(([name, value]) =>
    element(name, value),
  );
  // 304 and 204 have no body; the rest say what is wrong.
  return {
    status: error.status,
    headers: error.headers,
    xml: `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${[
      element('Code', error.code),
      element('Message', error.message),
      ...details,
      element('Resource', context.resource),
      element('RequestId', context.requestId),
      element('HostId', context.hostId),
    ].join('')}</Error>`,
  };
}

async function* single(data: Buffer): AsyncGenerator<Buffer> {
  yield data;
}

/** The body as it will be sent, and the length that is promised for it, after the faults of a read. */
function bodyOf(answer: Answer, effects: Effects, reset: () => void) {
  const xml = answer.xml === undefined ? undefined : Buffer.from(answer.xml);
  let length = xml?.length ?? answer.length ?? 0;
  let stream = xml ? single(xml) : answer.stream;
  const { truncateBytes, keepContentLength, flipByteAt, resetAfterBytes } =
    effects;
  if (stream && flipByteAt !== undefined) stream = flipped(stream, flipByteAt);
  if (stream && truncateBytes) {
    const left = Math.max(length - truncateBytes, 0);
    stream = firstBytes(stream, left);
    if (!keepContentLength) length = left;
  }
  if (stream && resetAfterBytes !== undefined) {
    stream = firstBytes(stream, resetAfterBytes, reset);
  }
  return { length, stream };
}

/** Waits for room; a client that has gone away never drains. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
}

/** Sends an answer, as fast as the client takes it. */
export async function sendAnswer(options: {
  response: ServerResponse;
  answer: Answer;
  method: string;
  effects: Effects;
}): Promise<void> {
  const { response, answer, method, effects } = options;
  const { length, stream } = bodyOf(answer, effects, () => {
    throw ConnectionReset.create();
  });
  for (const [name, value] of Object.entries(answer.headers ?? {})) {
    // Node writes headers as Latin-1; this way they go out as UTF-8, as they came.
    const text = value && Buffer.from(value).toString('latin1');
    if (text !== undefined) response.setHeader(name, text);
  }
  const bodiless = answer.status === 204 || answer.status === 304;
  if (answer.xml !== undefined) {
    response.setHeader('content-type', 'application/xml');
  }
  if (!bodiless) response.setHeader('content-length', length);
  response.writeHead(answer.status);
  if (method === 'HEAD' || bodiless || !stream) {
    response.end();
    return;
  }
  response.flushHeaders();
  for await (const chunk of stream) {
    if (response.destroyed) return;
    if (!response.write(chunk)) {
      await drained(response);
    }
  }
  if (effects.truncateBytes && effects.keepContentLength) {
    // A promise that is not kept can only end with the connection.
    response.socket?.end();
    return;
  }
  response.end();
}
