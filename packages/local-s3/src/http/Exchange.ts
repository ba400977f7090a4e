import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { authenticate } from '../auth/authenticate';
import { type Authority, createAuthority } from '../auth/authority';
import { checkOwner, checkRegion } from '../auth/place';
import { S3Error } from '../errors';
import type { Effects } from '../faults';
import type { Parts } from '../parts';
import { actionsOf } from '../policy/actions';
import { asS3Error, ConnectionReset, errorAnswer, sendAnswer } from './answer';
import { openBody } from './body';
import type { Answer } from './call';
import { parseRequest, type S3Request } from './request';
import { resetting } from './resetting';
import { route } from './route';

const maxKeyBytes = 1024;

function checkKey(key: string): void {
  const size = Buffer.byteLength(key);
  if (size > maxKeyBytes) {
    throw S3Error.create({
      status: 400,
      code: 'KeyTooLongError',
      message: 'Your key is too long',
      details: { Size: size, MaxSizeAllowed: maxKeyBytes },
    });
  }
}

/** Who may not list must not learn which keys there are. */
async function hidingAbsence(
  authority: Authority,
  work: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof S3Error && error.code === 'NoSuchKey') {
      authority.authorize('s3:ListBucket', '');
    }
    throw error;
  }
}

/** One request from its first line to its answer. */
export class Exchange {
  private readonly requestId = randomBytes(8).toString('hex').toUpperCase();
  private readonly hostId = randomBytes(32).toString('base64');
  private effects: Effects = {};
  private operation = 'Unknown';
  private request?: S3Request;
  private bodyBegun: boolean;

  static create(options: {
    message: IncomingMessage;
    response: ServerResponse;
    expectsContinue: boolean;
    parts: Parts;
  }): Exchange {
    return new Exchange(options);
  }

  private constructor(
    private readonly options: {
      message: IncomingMessage;
      response: ServerResponse;
      expectsContinue: boolean;
      parts: Parts;
    },
  ) {
    this.bodyBegun = !options.expectsContinue;
  }

  async run(): Promise<void> {
    const { message, response } = this.options;
    response.setHeader('server', 'local-s3');
    // Clients set their clocks by this; it must be the one that signatures are held to.
    const now = new Date(this.options.parts.settings.now());
    response.setHeader('date', now.toUTCString());
    response.setHeader('x-amz-request-id', this.requestId);
    response.setHeader('x-amz-id-2', this.hostId);
    try {
      const { answer, code } = await this.answer();
      if (this.effects.afterCommit && !code) throw ConnectionReset.create();
      this.log(answer.status, code);
      if (!this.bodyBegun) response.setHeader('connection', 'close');
      await sendAnswer({
        response,
        answer,
        method: message.method ?? 'GET',
        effects: code || this.writes() ? {} : this.effects,
      });
      // What a refused client still sends is thrown away, so that it reads the answer.
      message.resume();
    } catch (error) {
      if (error instanceof ConnectionReset) {
        if (!response.headersSent) this.log(0);
        message.socket.resetAndDestroy();
      } else {
        // The client went away, or the answer had begun: only the connection can say so.
        message.socket.destroy();
      }
    }
  }

  private writes(): boolean {
    return this.request?.method !== 'GET' && this.request?.method !== 'HEAD';
  }

  private async answer(): Promise<{ answer: Answer; code?: string }> {
    try {
      return { answer: await this.perform() };
    } catch (error) {
      if (error instanceof ConnectionReset) throw error;
      if (this.options.message.destroyed && !this.options.message.complete) {
        throw error;
      }
      const known = asS3Error(error);
      if (known.status === 500 && known !== error) {
        // eslint-disable-next-line no-console
        console.error('local-s3: internal error', error);
      }
      const { requestId, hostId } = this;
      const resource = this.request?.path ?? '/';
      return {
        answer: errorAnswer(known, { resource, requestId, hostId }),
        code: known.code,
      };
    }
  }

  private async perform(): Promise<Answer> {
    const { message, response, parts } = this.options;
    const { settings, store, faults, users, clock } = parts;
    const request = parseRequest(message);
    this.request = request;
    const operation = route(request);
    this.operation = operation.name;
    const now = settings.now();
    const regions = [settings.region, ...settings.regions];
    const identity = authenticate({ request, users, regions, now });
    const signed = identity.seed.scope.region;
    checkRegion({
      request,
      operation: operation.name,
      signed,
      store,
      settings,
    });
    checkKey(request.key);
    const authority = createAuthority({
      user: identity.user,
      operation,
      request,
      settings,
      store,
      now: clock.now(),
    });
    for (const action of actionsOf(operation.name, request)) {
      authority.authorize(action, request.key);
    }
    checkOwner({ request, store, settings });
    const effects = faults.take(operation.name, request.key);
    this.effects = effects;
    if (effects.delayMs) await sleep(effects.delayMs);
    if (effects.error) {
      const { status, code, message: text } = effects.error;
      throw S3Error.create({ status, code, message: text ?? `Fault: ${code}` });
    }
    let body = openBody({
      request,
      identity,
      begin: () => {
        if (!this.bodyBegun) response.writeContinue();
        this.bodyBegun = true;
      },
    });
    const { resetAfterBytes } = effects;
    if (resetAfterBytes !== undefined && this.writes()) {
      body = resetting(body, resetAfterBytes);
    }
    const answer = await hidingAbsence(authority, () =>
      operation.run({
        request,
        user: identity.user,
        body,
        store,
        settings,
        effects,
        now: clock.now(),
        ...authority,
      }),
    );
    // Not every write reads a body; the connection goes all the same.
    if (resetAfterBytes !== undefined && this.writes()) {
      throw ConnectionReset.create();
    }
    return answer;
  }

  private log(status: number, code?: string): void {
    const { requests, settings } = this.options.parts;
    requests.add({
      operation: this.operation,
      bucket: this.request?.bucket ?? '',
      key: this.request?.key ?? '',
      status,
      ...(code && { code }),
      at: settings.now(),
    });
  }
}
