import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { effectSchema, type Fault } from '../faults';
import { advance } from '../lifecycle/advance';
import type { Parts } from '../parts';

/** A fault as JSON can say it: an expression is `{ "pattern": "…" }`, and no end to the count is `"always"`. */
const faultSchema = z.strictObject({
  operation: z.string().optional(),
  key: z
    .union([
      z.string(),
      z
        .strictObject({ pattern: z.string(), flags: z.string().optional() })
        .transform(({ pattern, flags }, context) => {
          try {
            return new RegExp(pattern, flags);
          } catch {
            context.addIssue({ code: 'custom', message: 'not an expression' });
            return z.NEVER;
          }
        }),
    ])
    .optional(),
  after: z.number().int().min(0).optional(),
  count: z
    .union([
      z.number().int().min(1),
      z.literal('always').transform(() => Infinity),
    ])
    .optional(),
  effect: effectSchema,
});

const advanceSchema = z.strictObject({ ms: z.number().min(0) });

const hash = (text: string) => createHash('sha256').update(text).digest();

function isAllowed(message: IncomingMessage, token: string): boolean {
  const given = /^Bearer (.+)$/.exec(message.headers.authorization ?? '')?.[1];
  return given !== undefined && timingSafeEqual(hash(given), hash(token));
}

async function readJson(message: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    size += chunk.length;
    if (size > 64 * 1024) return undefined;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    return undefined;
  }
}

async function perform(
  message: IncomingMessage,
  parts: Parts,
): Promise<{ status: number; json?: unknown }> {
  const { settings, faults, requests } = parts;
  if (!settings.admin) return { status: 404 };
  if (!isAllowed(message, settings.admin.token)) return { status: 401 };
  switch (`${message.method} ${message.url}`) {
    case 'POST /_local-s3/faults': {
      const parsed = faultSchema.safeParse(await readJson(message));
      if (!parsed.success) {
        return { status: 400, json: { error: z.prettifyError(parsed.error) } };
      }
      faults.add(parsed.data as Fault);
      return { status: 204 };
    }
    case 'POST /_local-s3/advance': {
      const parsed = advanceSchema.safeParse(await readJson(message));
      if (!parsed.success) {
        return { status: 400, json: { error: z.prettifyError(parsed.error) } };
      }
      await advance(parts, parsed.data.ms);
      return { status: 204 };
    }
    case 'GET /_local-s3/faults': {
      const list = faults.list().map(({ fault, hits }) => ({
        ...fault,
        key: fault.key instanceof RegExp ? String(fault.key) : fault.key,
        count: fault.count === Infinity ? 'always' : fault.count,
        hits,
      }));
      return { status: 200, json: { faults: list } };
    }
    case 'DELETE /_local-s3/faults':
      faults.clear();
      return { status: 204 };
    case 'GET /_local-s3/requests':
      return { status: 200, json: { requests: requests.list() } };
    case 'DELETE /_local-s3/requests':
      requests.clear();
      return { status: 204 };
    default:
      return { status: 404 };
  }
}

/** `/_local-s3/…`: for tests that run in another process. No bucket can have that name. */
export async function handleAdmin(options: {
  message: IncomingMessage;
  response: ServerResponse;
  parts: Parts;
}): Promise<void> {
  const { message, response, parts } = options;
  try {
    const { status, json } = await perform(message, parts);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(json === undefined ? undefined : JSON.stringify(json));
    message.resume();
  } catch {
    message.socket.destroy();
  }
}
